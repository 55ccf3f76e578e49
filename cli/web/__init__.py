"""The web page: `dipledger serve`. Nothing here is imported by any other command."""
