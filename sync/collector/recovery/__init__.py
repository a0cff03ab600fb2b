"""Private keys as words on paper, of which some holders together bring a key back."""
