import os

from alembic import context
from sqlalchemy import create_engine, pool

url = os.environ.get("LIBRARY_DATABASE_URL") or context.config.get_main_option("sqlalchemy.url")


def migrate(**options):
    context.configure(target_metadata=None, **options)
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    migrate(url=url, literal_binds=True)
else:
    with create_engine(url, poolclass=pool.NullPool).connect() as connection:
        migrate(connection=connection)
