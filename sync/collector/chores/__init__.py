"""What has to be done by the clock: forms that open and close, alerts, reminders, old drafts."""
