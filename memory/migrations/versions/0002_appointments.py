"""Appointments with durations, seats, contacts and history; rules; the outbox."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

MINUTES = 30
"""How long a booking of before is taken to be."""


def upgrade() -> None:
    with op.batch_alter_table("businesses") as table:
        table.add_column(sa.Column("rules", sa.JSON(), nullable=True))
    op.drop_index(op.f("ix_bookings_user_id"), table_name="bookings")
    with op.batch_alter_table("bookings") as table:
        table.drop_constraint(op.f("uq_bookings_business_id_date_time"), type_="unique")
        table.add_column(
            sa.Column("duration_minutes", sa.Integer(), nullable=False, server_default=str(MINUTES))
        )
        table.add_column(sa.Column("party_size", sa.Integer(), nullable=True))
        table.add_column(sa.Column("name", sa.String(), nullable=True))
        table.add_column(sa.Column("phone", sa.String(), nullable=True))
        table.add_column(sa.Column("email", sa.String(), nullable=True))
        table.add_column(sa.Column("status", sa.String(), nullable=False, server_default="booked"))
        table.add_column(sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("updated_at", sa.DateTime(), nullable=True))
    op.execute("UPDATE bookings SET updated_at = created_at")
    with op.batch_alter_table("bookings") as table:
        table.alter_column("duration_minutes", server_default=None)
        table.alter_column("status", server_default=None)
        table.alter_column("sequence", server_default=None)
        table.alter_column("updated_at", existing_type=sa.DateTime(), nullable=False)
    op.create_index(
        op.f("ix_bookings_business_id_date_time"), "bookings", ["business_id", "date", "time"]
    )
    op.create_index(
        op.f("ix_bookings_user_id_business_id_date"),
        "bookings",
        ["user_id", "business_id", "date"],
    )
    slots = op.create_table(
        "booking_slots",
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("unit", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("resource", sa.String(), nullable=False),
        sa.Column("seat", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("booking_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint(
            "business_id", "unit", "resource", "seat", name=op.f("pk_booking_slots")
        ),
    )
    op.create_index(op.f("ix_booking_slots_booking_id"), "booking_slots", ["booking_id"])
    _hold_what_is_booked(slots)
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("business_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("booking_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    for column in ("booking_id", "created_at", "user_id"):
        op.create_index(op.f(f"ix_outbox_{column}"), "outbox", [column])


def _hold_what_is_booked(slots: sa.Table) -> None:
    """Bookings of before keep their time; two that overlap now get a seat each."""
    db = op.get_bind()
    taken: set[tuple[str, int, int]] = set()
    for booking in db.execute(sa.text("SELECT id, business_id, date, time FROM bookings")).all():
        try:
            hour, minute = map(int, booking.time.split(":")[:2])
            first = date.fromisoformat(booking.date).toordinal() * 288 + (hour * 60 + minute) // 5
        except ValueError:
            continue  # no time that could be in anybody's way
        for unit in range(first, first + MINUTES // 5):
            seat = 0
            while (booking.business_id, unit, seat) in taken:
                seat += 1
            taken.add((booking.business_id, unit, seat))
            row = {"unit": unit, "resource": "", "seat": seat, "booking_id": booking.id}
            db.execute(slots.insert().values(business_id=booking.business_id, **row))


def downgrade() -> None:
    """Back to one booking a slot: the cancelled, and all but one of a time, are lost."""
    op.drop_table("outbox")
    op.drop_table("booking_slots")
    op.drop_index(op.f("ix_bookings_user_id_business_id_date"), table_name="bookings")
    op.drop_index(op.f("ix_bookings_business_id_date_time"), table_name="bookings")
    op.execute("DELETE FROM bookings WHERE status <> 'booked'")
    op.execute(
        "DELETE FROM bookings WHERE id NOT IN "
        "(SELECT min(id) FROM bookings GROUP BY business_id, date, time)"
    )
    with op.batch_alter_table("bookings") as table:
        for column in (
            "duration_minutes",
            "party_size",
            "name",
            "phone",
            "email",
            "status",
            "sequence",
            "updated_at",
        ):
            table.drop_column(column)
        table.create_unique_constraint(
            op.f("uq_bookings_business_id_date_time"), ["business_id", "date", "time"]
        )
    op.create_index(op.f("ix_bookings_user_id"), "bookings", ["user_id"])
    with op.batch_alter_table("businesses") as table:
        table.drop_column("rules")
