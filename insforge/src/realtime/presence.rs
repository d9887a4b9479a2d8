//! Who is on a channel.

use std::collections::HashMap;

use super::Member;

/// The members of a channel: the list that came with the subscription, kept up to date by joins and leaves. A new
/// list, after a reconnect, replaces everything.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Presence {
    members: HashMap<String, Member>,
}

impl Presence {
    /// Takes the server's list.
    pub(super) fn replace(&mut self, members: Vec<Member>) {
        self.members = members
            .into_iter()
            .map(|member| (member.presence_id.clone(), member))
            .collect();
    }

    /// Adds a member; `false` if it was there.
    pub(super) fn join(&mut self, member: &Member) -> bool {
        self.members
            .insert(member.presence_id.clone(), member.clone())
            .is_none()
    }

    /// Removes a member; `false` if it was not there.
    pub(super) fn leave(&mut self, member: &Member) -> bool {
        self.members.remove(&member.presence_id).is_some()
    }

    /// The members, the ones who came first at the beginning.
    pub(super) fn list(&self) -> Vec<Member> {
        let mut members: Vec<Member> = self.members.values().cloned().collect();
        members.sort_by(|a, b| (&a.joined_at, &a.presence_id).cmp(&(&b.joined_at, &b.presence_id)));
        members
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::MemberKind;
    use super::*;

    fn member(id: u8) -> Member {
        Member {
            kind: MemberKind::User,
            presence_id: id.to_string(),
            joined_at: None,
        }
    }

    #[derive(Clone, Debug)]
    enum Step {
        Join(u8),
        Leave(u8),
        /// The connection was lost, and while it was these joined or left.
        Reconnect(Vec<(bool, u8)>),
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let id = 0..6u8;
        let missed = proptest::collection::vec((any::<bool>(), id.clone()), 0..4);
        let step = prop_oneof![
            3 => id.clone().prop_map(Step::Join),
            3 => id.prop_map(Step::Leave),
            1 => missed.prop_map(Step::Reconnect),
        ];
        proptest::collection::vec(step, 0..40)
    }

    proptest! {
        #[test]
        fn the_members_are_those_of_the_server_after_any_joins_leaves_and_reconnects(steps in steps()) {
            let mut server = BTreeSet::new();
            let mut presence = Presence::default();
            presence.replace(Vec::new());
            for step in steps {
                match step {
                    Step::Join(id) => prop_assert_eq!(presence.join(&member(id)), server.insert(id)),
                    Step::Leave(id) => prop_assert_eq!(presence.leave(&member(id)), server.remove(&id)),
                    Step::Reconnect(missed) => {
                        for (joins, id) in missed {
                            if joins { server.insert(id); } else { server.remove(&id); }
                        }
                        presence.replace(server.iter().copied().map(member).collect());
                    }
                }
                let ids: Vec<String> = server.iter().map(u8::to_string).collect();
                let seen: Vec<String> = presence.list().into_iter().map(|member| member.presence_id).collect();
                prop_assert_eq!(seen, ids);
            }
        }
    }
}
