"""The command line: a file a verb, each loaded when it is called."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from foedera.errors import FoederaError

# Verb -> (file in this package, what it does). The help line stands here so that `foedera --help`
# answers without loading any verb; a test holds it equal to the verb's own.
VERBS: dict[str, tuple[str, str]] = {
    "read": ("read", "Read the claims out of texts."),
    "check": ("check", "Check each claim of a text against the record."),
    "respond": ("respond", "Say who must act if one state attacks another."),
    "sweep": ("sweep", "Answer for every pair of states of every year."),
    "reliability": ("reliability", "Say how often alliances were honoured in war."),
    "ties": ("ties", "List what binds one or two actors."),
    "search": ("search", "Find passages of the sources."),
    "import": ("import_", "Import a data set that you have downloaded."),
    "export": ("export", "Write the record's claims, ties or citations for other programs."),
    "panel": ("panel", "Make a table of state-years or dyad-years."),
    "sources": ("sources", "List the sources of the record."),
    "cite": ("cite", "Print the citations of sources, as BibTeX."),
    "judge": ("judge", "Accept, reject or correct a claim."),
    "same": ("same", "Say that two treaties are one, or list those that are."),
    "apart": ("apart", "Say that two treaties are not one, or list those that are not."),
    "rebuild": ("rebuild", "Derive instruments and ties again."),
    "replay": ("replay", "Derive a verdict or an answer again from its proof."),
    "evaluate": ("evaluate", "Measure reading, checking or scenarios on labelled cases."),
    "frames": ("frames", "Test a file of reading frames."),
}


class _Verbs(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        module = import_module(f"foedera.cli.{VERBS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl([(verb, line) for verb, (_, line) in VERBS.items()])


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="foedera", prog_name="foedera")
def cli() -> None:
    """Sourced, dated claims about defence and security ties between states, and answers from them.

    Every verb keeps to one record: --record PATH-or-URL, else FOEDERA_RECORD, else foedera.db here.
    """


def main() -> None:
    """Runs the command line; what the user can mend becomes one sentence and exit 2."""
    # The matrices of reading are small: threads that share them would only wait for each other.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        # Without standalone mode click gives the exit code of a verb back.
        code = cli.main(prog_name="foedera", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        _say(error.format_message())
        sys.exit(2)
    except FoederaError as error:
        _say(str(error))
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        _say("Stopped.")
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing is wrong.
        sys.stderr.close()
        sys.exit(0)
    except OSError as error:
        _say(f"{error.strerror or error}: {error.filename or 'a file'}; check the path and its rights.")
        sys.exit(2)


def _say(sentence: str) -> None:
    click.echo(f"foedera: {sentence}", err=True)
