"""From a validated term to published pages: plan, execute, render, publish."""
