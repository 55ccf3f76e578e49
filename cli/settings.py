"""Settings and where each comes from: flag > environment > project file > user file > default.

The project file is `.dipledger.toml` in the current folder or one above it; the user file is
`dipledger/config.toml` in the user's configuration folder (XDG). Both are TOML with the keys that
`dipledger config` lists. A path in a file is relative to that file.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.errors import InputError, SetupError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ledger.vocabulary import MarkingLevel

PROJECT_FILE = ".dipledger.toml"
USER_FILE = "config.toml"
DEFAULT_LEDGER = "ledger.dipledger"
DEFAULT_BUSY_TIMEOUT = 30.0
MAX_BUSY_TIMEOUT = 3600.0
_FILE_LIMIT = 65_536


@dataclass(frozen=True, slots=True)
class Spec:
    """A setting: name, what it does, default as text (None: none), whether files may set it."""

    name: str
    meaning: str
    default: str | None
    in_files: bool = True
    is_path: bool = False

    @property
    def variable(self) -> str:
        """The environment variable: `busy-timeout` is `DIPLEDGER_BUSY_TIMEOUT`."""
        return f"DIPLEDGER_{self.name.upper().replace('-', '_')}"


SPECS: tuple[Spec, ...] = (
    Spec("ledger", "the ledger file", DEFAULT_LEDGER, is_path=True),
    Spec("recorder", "who records, kept with every event", None),
    Spec("format", "how answers are printed", "table"),
    Spec("clearance", "what is marked higher is hidden", None),
    Spec("zone", "the zone that dates asked about are read in", None),
    Spec("busy-timeout", "seconds to wait for another writer", "30"),
    Spec("keys", "the folder of keys, else the user's own", None, is_path=True),
    Spec("timestamp-certs", "root certificates of time-stamping authorities", None, is_path=True),
    Spec("now", "the time to take for now, as for --now", None, in_files=False),
    Spec("debug", "1 prints a traceback with an internal error", None, in_files=False),
)
_BY_NAME = {spec.name: spec for spec in SPECS}


@dataclass(frozen=True, slots=True)
class Setting:
    """A value as text (None: not set) and its origin in words."""

    value: str | None
    origin: str


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, by name."""

    values: Mapping[str, Setting]

    def text(self, name: str) -> str | None:
        """The value of a setting as text."""
        return self.values[name].value

    @property
    def ledger(self) -> Path:
        """The ledger file, of a path or an address.

        InputError where its name is empty, as of a variable that is not set; SetupError for an
        address of no file.
        """
        from ledger.store.opening import file_of

        setting = self.values["ledger"]
        if not setting.value:
            raise InputError("the name of the ledger is empty", where=setting.origin)
        try:
            return file_of(setting.value)
        except SetupError as error:
            raise error.at(setting.origin) from None

    @property
    def recorder(self) -> str:
        """Who records. InputError where that is not one line of text."""
        from ledger.store.opening import recorder_name

        setting = self.values["recorder"]
        try:
            return recorder_name(setting.value or "")
        except InputError as error:
            raise error.at(setting.origin) from None

    @property
    def clearance(self) -> MarkingLevel | None:
        """Up to which level acts are shown; None: all of them. InputError where it is no level."""
        setting = self.values["clearance"]
        if setting.value is None:
            return None
        from projections.asked import clearance_asked

        return clearance_asked(setting.value, setting.origin)

    @property
    def busy_timeout(self) -> float:
        """Seconds to wait for another writer. InputError where it is no such number."""
        setting = self.values["busy-timeout"]
        try:
            seconds = float(setting.value or DEFAULT_BUSY_TIMEOUT)
        except ValueError:
            seconds = -1.0
        if not 0 <= seconds <= MAX_BUSY_TIMEOUT:
            raise InputError(
                f"busy-timeout is {setting.value!r}",
                where=setting.origin,
                mend=f"Give seconds, from 0 to {MAX_BUSY_TIMEOUT:.0f}.",
            )
        return seconds


def load_settings(
    flags: Mapping[str, str],
    environ: Mapping[str, str],
    folder: Path,
    user_folder: Callable[[], Path],
    login: Callable[[], str],
) -> Settings:
    """Every setting from the first place that has it.

    `flags` are options that were given, by setting name; `folder` is the current one, where the
    search for a project file begins. InputError for a file that cannot be understood, SetupError
    for one that cannot be read or belongs to somebody else.
    """
    project = _project_file(folder)
    layers = [
        {name: Setting(value, f"--{name}") for name, value in flags.items()},
        {
            spec.name: Setting(environ[spec.variable], spec.variable)
            for spec in SPECS
            if environ.get(spec.variable)
        },
        _from_file(project) if project else {},
        _from_file(user_folder() / USER_FILE),
        {"recorder": Setting(login(), "login name")},
    ]
    values = {
        spec.name: next(
            (layer[spec.name] for layer in layers if spec.name in layer),
            Setting(spec.default, "default"),
        )
        for spec in SPECS
    }
    return Settings(values)


def _project_file(folder: Path) -> Path | None:
    candidates = (each / PROJECT_FILE for each in (folder, *folder.parents))
    return next((path for path in candidates if path.is_file()), None)


def _from_file(path: Path) -> dict[str, Setting]:
    import tomllib

    try:
        with path.open("rb") as file:
            _owned(path, file.fileno())
            content = file.read(_FILE_LIMIT + 1)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise SetupError(f"cannot read the settings: {error.strerror}", where=str(path)) from None
    if len(content) > _FILE_LIMIT:
        raise InputError(f"the settings are longer than {_FILE_LIMIT} bytes", where=str(path))
    try:
        table = tomllib.loads(content.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"the settings are not TOML: {error}", where=str(path)) from None
    return {name: _setting(name, value, path) for name, value in table.items()}


def _owned(path: Path, descriptor: int) -> None:
    """Whoever writes this file decides where acts are recorded: it has to be the user, or root."""
    import os

    owner, user = os.fstat(descriptor).st_uid, os.geteuid()
    if owner not in (0, user) and user != 0:
        raise SetupError(
            "the settings belong to another user, and would decide where you record",
            where=str(path),
            mend="Work in another folder, or make the file your own.",
        )


def _setting(name: str, value: object, path: Path) -> Setting:
    spec = _BY_NAME.get(name)
    if spec is None or not spec.in_files:
        from ledger.near import near

        known = [each.name for each in SPECS if each.in_files]
        what = f"there is no setting {name!r}"
        if spec is not None:
            what = f"{name!r} cannot be set in a file, only by {spec.variable}"
        raise InputError(
            what,
            where=str(path),
            near=near(name, known) if spec is None else (),
            mend="`dipledger config` lists the settings.",
        )
    if isinstance(value, bool) or not isinstance(value, str | int | float) or value == "":
        raise InputError(f"the setting {name!r} is not a text or a number", where=str(path))
    text = str(value)
    if spec.is_path and "://" not in text:
        text = str(path.parent / Path(text).expanduser())
    return Setting(text, str(path))
