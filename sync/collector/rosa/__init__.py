"""The OpenRosa server: ODK Collect and other clients take forms and submit, sealed on arrival."""
