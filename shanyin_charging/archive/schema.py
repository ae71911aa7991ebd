"""The tables of a release: which migrations a database has seen, and the models as they were
then."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from shanyin_charging.release import VERSION

from .derived import DERIVED
from .failures import OtherRelease, WrongPlace

Heads = tuple[tuple[str, str], ...]  # the last migration of each app
# Who is signed in, what Django writes by itself (it knows no permissions here but the portal's),
# and what is of the hosts that are there now.
PASSING = ("sessions", "contenttypes", "auth", "health", "jobs")
QUEUE = "django_tasks_database"  # which only a portal of several hosts has


class Steps(MigrationLoader):
    """Every single migration, and none that stands for many of them: by these an older database
    goes on, and archives say how far theirs had come."""

    def __init__(self, connection: Any) -> None:
        super().__init__(connection, replace_migrations=False)

    def build_graph(self) -> None:
        """Without those that stand for many."""
        super().build_graph()
        for key, squashed in self.replacements.items():
            self.graph.remove_replacement_node(key, squashed.replaces)


def heads() -> Heads:
    """The last migrations that the portal's database has seen. Raises WrongPlace for an empty one,
    OtherRelease for one that this release does not know."""
    loader = Steps(connection)
    seen = {key for key in loader.applied_migrations if key[0] != QUEUE} - set(loader.replacements)
    if not seen:
        raise WrongPlace("数据库是空的；请检查 DATA_DIR、DATABASE_URL 指的是不是这套系统")
    _require_known(seen, set(loader.graph.nodes), "数据库")
    followed = {
        parent.key
        for key in seen
        for parent in loader.graph.node_map[key].parents
        if parent.key[0] == key[0]
    }
    return tuple(sorted(seen - followed))


def require_there() -> None:
    """Raise WrongPlace for an empty database, OtherRelease for one of a later release."""
    heads()


def newest() -> Heads:
    """The last migrations of this release."""
    return tuple(sorted(key for key in _loader().graph.leaf_nodes() if key[0] != QUEUE))


def refuse_newer() -> None:
    """Raise OtherRelease for a database that a later release has taken on: this one would read and
    write tables that it does not know."""
    loader = Steps(connection)
    seen = {key for key in loader.applied_migrations if key[0] != QUEUE}
    _require_known(seen, set(loader.disk_migrations), "数据库")


def require_current() -> None:
    """Raise OtherRelease for a database that has not seen all migrations of this release."""
    if heads() != newest():
        raise OtherRelease("数据库还没有更新到这一版；请先运行 manage.py migrate")


def require_known(heads: Heads) -> None:
    """Raise OtherRelease for migrations that this release does not have."""
    _require_known(set(heads), set(_loader().graph.nodes), "备份")


@lru_cache(maxsize=4)
def models_at(heads: Heads) -> dict[str, type[models.Model]]:
    """The models behind the tables that an archive holds, as they were at these migrations, by
    table."""
    apps = _loader().project_state(list(heads)).apps
    return {
        model._meta.db_table: model
        for model in sorted(
            apps.get_models(include_auto_created=True), key=lambda model: model._meta.db_table
        )
        if model._meta.app_label not in PASSING and model._meta.db_table not in DERIVED
    }


def migrate(heads: Heads, progress: Callable[..., None] | None = None) -> None:
    """Migrate so far; where no single one is needed by those that stand for many."""
    executor = MigrationExecutor(connection, progress)
    last_of = {squash.replaces[-1]: key for key, squash in executor.loader.replacements.items()}
    nodes = executor.loader.graph.nodes
    targets = [head if head in nodes else last_of.get(head, head) for head in heads]
    if not set(targets) <= set(nodes):
        executor.loader, targets = Steps(connection), list(heads)
    executor.migrate(targets)


@lru_cache(maxsize=1)
def _loader() -> Steps:
    return Steps(None)


def _require_known(asked: set, known: set, what: str) -> None:
    if unknown := sorted(asked - known):
        named = "、".join(".".join(key) for key in unknown[:3])
        raise OtherRelease(
            f"{what}是更新的一版程序的，这一版（{VERSION}）不认识它的表结构（{named}），"
            "什么都没有写；请把程序更新到那一版或更新的版本"
        )
