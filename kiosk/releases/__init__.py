"""New versions of this program: fetched in the background, verified, and laid on a shelf."""
