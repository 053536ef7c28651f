"""Deliveries: how far each sink is with each event of the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "deliveries",
        sa.Column("outbox_id", sa.String(), nullable=False),
        sa.Column("sink", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["outbox_id"],
            ["outbox.id"],
            name=op.f("fk_deliveries_outbox_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("outbox_id", "sink", name=op.f("pk_deliveries")),
    )
    op.create_index(op.f("ix_deliveries_done_at"), "deliveries", ["done_at"], unique=False)
    op.create_index(
        op.f("ix_deliveries_sink_next_at"), "deliveries", ["sink", "next_at"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_deliveries_sink_next_at"), table_name="deliveries")
    op.drop_index(op.f("ix_deliveries_done_at"), table_name="deliveries")
    op.drop_table("deliveries")
