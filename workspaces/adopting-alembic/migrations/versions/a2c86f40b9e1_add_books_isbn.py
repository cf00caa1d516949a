"""Add books.isbn

Revision ID: a2c86f40b9e1
Revises: 7d3e9a5c1f08
Create Date: 2025-08-19 11:05:27.904417
"""

import sqlalchemy as sa
from alembic import op

revision = "a2c86f40b9e1"
down_revision = "7d3e9a5c1f08"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("books", sa.Column("isbn", sa.String(length=13), nullable=True))
    op.create_index("uq_books_isbn", "books", ["isbn"], unique=True)


def downgrade() -> None:
    op.drop_index("uq_books_isbn", table_name="books")
    op.drop_column("books", "isbn")
