use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

/// Somebody on a channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Member {
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    pub(super) presence_id: String,
    pub(super) joined_at: String,
}

/// Who is on which channel. A user with several sockets is one member, who leaves with the last of them.
#[derive(Debug, Default)]
pub(super) struct Presence {
    channels: HashMap<String, Channel>,
}

#[derive(Debug, Default)]
struct Channel {
    /// Members with their sockets, in the order in which they joined.
    members: BTreeMap<u64, (Member, HashSet<String>)>,
    next: u64,
}

impl Presence {
    /// `Some` if the member is new on the channel.
    pub(super) fn join(&mut self, channel: &str, socket: &str, member: Member) -> Option<Member> {
        let channel = self.channels.entry(channel.to_owned()).or_default();
        let known = channel
            .members
            .values_mut()
            .find(|(known, _)| known.presence_id == member.presence_id);
        if let Some((_, sockets)) = known {
            sockets.insert(socket.to_owned());
            return None;
        }
        let sockets = HashSet::from([socket.to_owned()]);
        channel.members.insert(channel.next, (member.clone(), sockets));
        channel.next += 1;
        Some(member)
    }

    /// The member, if this was the last of its sockets.
    pub(super) fn leave(&mut self, channel: &str, socket: &str) -> Option<Member> {
        let entry = self.channels.get_mut(channel)?;
        let (place, (_, sockets)) = entry
            .members
            .iter_mut()
            .find(|(_, (_, sockets))| sockets.contains(socket))?;
        sockets.remove(socket);
        if !sockets.is_empty() {
            return None;
        }
        let place = *place;
        let (member, _) = entry.members.remove(&place)?;
        if entry.members.is_empty() {
            self.channels.remove(channel);
        }
        Some(member)
    }

    pub(super) fn members(&self, channel: &str) -> Vec<Member> {
        self.channels.get(channel).map_or_else(Vec::new, |channel| {
            channel
                .members
                .values()
                .map(|(member, _)| member.clone())
                .collect()
        })
    }

    /// The channels that a socket is on.
    pub(super) fn of(&self, socket: &str) -> Vec<String> {
        self.channels
            .iter()
            .filter(|(_, channel)| {
                channel
                    .members
                    .values()
                    .any(|(_, sockets)| sockets.contains(socket))
            })
            .map(|(name, _)| name.clone())
            .collect()
    }

    /// How many sockets are on a channel.
    pub(super) fn sockets(&self, channel: &str) -> usize {
        self.channels.get(channel).map_or(0, |channel| {
            channel.members.values().map(|(_, sockets)| sockets.len()).sum()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Member, Presence};

    #[test]
    fn a_user_with_two_sockets_joins_once_and_leaves_with_the_last() {
        let member = Member {
            kind: "user",
            presence_id: "u".to_owned(),
            joined_at: "t".to_owned(),
        };
        let mut presence = Presence::default();
        assert_eq!(presence.join("c", "s1", member.clone()), Some(member.clone()));
        assert_eq!(presence.join("c", "s2", member.clone()), None);
        assert_eq!((presence.members("c").len(), presence.sockets("c")), (1, 2));
        assert_eq!(presence.leave("c", "s1"), None);
        assert_eq!(presence.of("s2"), ["c"]);
        assert_eq!(presence.leave("c", "s2"), Some(member));
        assert_eq!(presence.leave("c", "s2"), None);
        assert_eq!(presence.members("c"), []);
    }
}
