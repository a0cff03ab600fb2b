"""The life of the place, on screens: noticeboard, what's on, find help, my place. No window."""
