"""`python -m groupreport.command_line`."""

from groupreport.command_line import main

main()
