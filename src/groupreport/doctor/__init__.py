"""What `groupreport doctor` looks at: the machine, the project's folders, and a bundle for whoever helps."""

from groupreport.doctor.bundle import write_bundle
from groupreport.doctor.finding import Finding
from groupreport.doctor.folders import look_at_project
from groupreport.doctor.machine import look_at_machine

__all__ = ["Finding", "look_at_machine", "look_at_project", "write_bundle"]
