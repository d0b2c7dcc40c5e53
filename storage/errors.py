"""What can be wrong with the data file; each message tells what to do."""


class StorageError(Exception):
    """The data can't be read or written."""


class SchemaTooNewError(StorageError):
    """The data was written by a newer version than this one."""


class DataHeldError(StorageError):
    """Another process has the data to itself; the message names it."""
