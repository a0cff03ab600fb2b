"""The council's side: takes sealed records in, opens them apart, publishes, shows and exports."""
