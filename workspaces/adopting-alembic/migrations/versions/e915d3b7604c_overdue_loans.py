"""Overdue loans

Revision ID: e915d3b7604c
Revises: a2c86f40b9e1
Create Date: 2025-11-30 08:58:10.030118
"""

from alembic import op

revision = "e915d3b7604c"
down_revision = "a2c86f40b9e1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE VIEW overdue_loans AS
        SELECT loans.id, books.title, loans.member, loans.due
        FROM loans JOIN books ON books.id = loans.book_id
        WHERE loans.returned IS NULL AND loans.due < date('now')
        """
    )


def downgrade() -> None:
    op.execute("DROP VIEW overdue_loans")
