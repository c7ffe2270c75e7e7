"""What readers see: wording, tables and figures of each report. The only room that rounds."""
