//! Round trips of every value through both wire forms.
