"""Rules about parameter files, the look of pages, notebooks and the frozen term."""

from __future__ import annotations

from groupreport.rules.rule import WARNING, Rule, Section

_WORDS = "A setting that is not understood would be ignored, and reports would follow another one than you think."
_PAGE = "A page may load nothing from elsewhere and run nothing, whoever opens it."

SETTINGS = Section(
    "Parameters",
    {
        "parameter": Rule(
            "A key is unknown or missing, or its value is not one that it may have",
            _WORDS,
            "Correct it; the page about what a program sets lists the keys and what each may be.",
        ),
        "parameter-file": Rule(
            "A parameter file cannot be read",
            _WORDS,
            "Save it as plain text in UTF-8, with a `key: value` on each line.",
        ),
        "parameter-syntax": Rule(
            "A parameter file is not valid YAML",
            _WORDS,
            "Look at the line and the one above it: at the spaces before the key, at quotes, brackets and colons.",
        ),
        "stage-order": Rule(
            "Stages overlap, or one ends before it begins",
            "Comparisons by stage rest on stages that follow one another.",
            "Give each stage its first and last session, in order, without overlap.",
        ),
        "term-not-named": Rule(
            "The project has several terms, and none was named",
            "Another term's data would give a report that looks right.",
            "Name the term with `--term`.",
        ),
        "term-unknown": Rule(
            "A term that the project does not have",
            "Another term's data would give a report that looks right.",
            "Correct the name, or add the term's file in `params/terms/`.",
        ),
        "group-audience": Rule(
            "A single group's report was asked for, for an audience that has none",
            "A run that makes nothing looks like one that had nothing to make.",
            "Leave out `--group`, or ask for `--audience evaluator`.",
        ),
        "scheduler-address": Rule(
            "The address of a Dask scheduler cannot be followed",
            "Reports made elsewhere than was meant send health data there.",
            "Write `tls://host:port`, or `tcp://host:port` for a scheduler on this machine.",
        ),
        "scheduler-unencrypted": Rule(
            "Health data would cross the network in plain text",
            "A job holds its group's rows, and whoever is on the way could read them.",
            "Start scheduler and workers with TLS certificates and name the scheduler as `tls://host:port`. Where the "
            "network itself is private and encrypted, say so with `--allow-unencrypted`.",
        ),
        "term-overlap": Rule(
            "The term to compare with does not end before the term begins",
            "A session in both terms is counted in both, and is compared with itself.",
            "Correct the terms' dates, or name an earlier term in `compare_with`.",
            WARNING,
        ),
        "term-id": Rule(
            "A term's file has another name than the term",
            "Two names for one term end in two folders, and one of them is old.",
            "Give both the same name.",
        ),
        "design-impossible": Rule(
            "A design that cannot be simulated",
            "What a rule finds would be said of another design than the one you meant.",
            "Correct the option; `groupreport calibrate --help` says what each means.",
        ),
        "withdrawal": Rule(
            "A release cannot be withdrawn as was asked",
            "Only a release that is in the ledger and was never handed out is withdrawn, and the ledger keeps why.",
            "List the releases with `groupreport releases`; name one by its number, and say why with `--why`.",
        ),
        "calibration-data": Rule(
            "A term's ratings say too little to simulate others like them",
            "Noise and what carries over from session to session would be guessed.",
            "Leave out `--project` and give `--sessions`, `--reliability` and the others yourself.",
        ),
        "source-unknown": Rule(
            "There is no source of this name",
            "A project for another source would not find the data.",
            "Name one of the sources that the message lists.",
        ),
        "language-unknown": Rule(
            "Reports are asked for in a language that has no wording",
            "In another language than the one you meant, the readers could not read them.",
            "Name a language that the message lists, or add a folder of wording for yours.",
        ),
        "wording-override": Rule(
            "Wording of the program's own that no report would use",
            "The sentence that you changed would still be printed as it was, or a report would stop half-way.",
            "Correct the name that the message gives; the page about wording says what may be changed.",
        ),
        "wording-heading": Rule(
            "A heading's translation is not one line of text",
            "The heading could not be printed.",
            "Write it in quotes, on one line.",
        ),
        "term-itself": Rule(
            "A term is compared with itself",
            "The comparison would show no change, whatever happened.",
            "Name an earlier term in `compare_with`, or leave the line out.",
        ),
        "alert-unknown": Rule(
            "Alert cut-offs for a questionnaire or a scale that is not in use",
            "Nobody's scores would be looked at, and no alert would look like good news.",
            "Correct the name, or list the questionnaire under `instruments`.",
        ),
        "alert-unused": Rule(
            "Alert cut-offs without their rule, or an alert rule without cut-offs",
            "Nobody's scores would be looked at, and no alert would look like good news.",
            "List the rule in `ruptures.rules` and set its cut-offs in `ruptures.alerts`, or neither.",
            WARNING,
        ),
        "instrument-file": Rule(
            "A questionnaire's file has another name than the questionnaire",
            "Nobody would find the file that describes it.",
            "Give both the same name, with the ending .yml.",
        ),
        "instrument-same-name": Rule(
            "Two questionnaires or scales in use would have one name in the reports",
            "Two rows of one name are two numbers of which nobody can say which is whose, or one is lost.",
            "Give one of them another `short_name` or `label`, in a copy of its file in `params/instruments/`.",
        ),
        "project-missing": Rule(
            "The folder holds no project",
            "Without its parameters nothing can be read.",
            "Name the project's folder with `--project`, or make one with `groupreport init`.",
        ),
        "file-missing": Rule(
            "A file is neither in the project nor among those that come with groupreport",
            "A page cannot be made without it.",
            "Check its name.",
        ),
        "rule-unknown": Rule(
            "There is no rule of this name", "Only a rule that is there can be explained.", "Correct the name."
        ),
    },
)

PAGES = Section(
    "Pages, notebooks and the frozen term",
    {
        "brand": Rule(
            "The look of pages cannot be followed",
            "Colors without contrast cannot be read, and a font that is not there becomes another one.",
            "Correct `templates/brand.yml` of the project.",
        ),
        "quarto-settings": Rule(
            "A program's own `_quarto.yml` would make other pages",
            "Quarto follows it; without templates and filters, pages lack the confidentiality line and run scripts.",
            "Give the named setting the value of the packaged file, put the named filter into `templates/`, remove "
            "the file, or use `--renderer embedded`.",
        ),
        "style-sheet": Rule(
            "A style sheet would load something from elsewhere", _PAGE, "Take the line out of the style sheet."
        ),
        "notebook-parameters": Rule(
            "A notebook's parameters are not the ones that a run sets",
            "A parameter that is not set keeps its default, and the report is about another group or term.",
            "Declare exactly these parameters in the cell with the tag `parameters`.",
        ),
        "table-not-collected": Rule(
            "A notebook opens a table that was not collected",
            "A table that was not collected has no rows to count.",
            "Ask whether the table was collected before opening it.",
        ),
        "frozen-term": Rule(
            "The frozen term is not there or not whole",
            "Reports rest on exactly the rows that were checked.",
            "Run `groupreport render` again.",
        ),
    },
)
