"""Simulated terms: contract tables with a known truth, for the demo and for checks of power and false alarms."""

from groupreport.simulation.demo import demo_design, write_demo_project
from groupreport.simulation.design import (
    GroupDesign,
    PlannedRupture,
    TermDesign,
    Transfer,
    even_design,
)
from groupreport.simulation.ruptures import PlantedRupture
from groupreport.simulation.tables import table_files, write_tables
from groupreport.simulation.term import SimulatedTerm, simulate_term

__all__ = [
    "GroupDesign",
    "PlannedRupture",
    "PlantedRupture",
    "SimulatedTerm",
    "TermDesign",
    "Transfer",
    "demo_design",
    "even_design",
    "simulate_term",
    "table_files",
    "write_demo_project",
    "write_tables",
]
