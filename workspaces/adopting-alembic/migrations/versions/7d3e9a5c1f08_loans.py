"""Loans

Revision ID: 7d3e9a5c1f08
Revises: 4b1f0a7c92de
Create Date: 2025-05-02 16:40:03.551902
"""

import sqlalchemy as sa
from alembic import op

revision = "7d3e9a5c1f08"
down_revision = "4b1f0a7c92de"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "loans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("book_id", sa.Integer(), nullable=False),
        sa.Column("member", sa.String(length=100), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("returned", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["book_id"], ["books.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_loans_member", "loans", ["member"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_loans_member", table_name="loans")
    op.drop_table("loans")
