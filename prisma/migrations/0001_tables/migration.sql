-- Made by scripts/dev/make-migration.ts from prisma/schema. Do not edit.
-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "Role" AS ENUM ('districtSupervisor', 'streetOfficer', 'communitySecretary', 'gridWorker', 'committeeMember', 'firmManager', 'owner', 'expert', 'departmentOfficer', 'auditor');

-- CreateEnum
CREATE TYPE "PlaceKind" AS ENUM ('district', 'street', 'community', 'estate', 'building', 'entrance');

-- CreateEnum
CREATE TYPE "UnitUse" AS ENUM ('dwelling', 'shop', 'office', 'parking', 'storage', 'other');

-- CreateEnum
CREATE TYPE "UnitTenure" AS ENUM ('sold', 'developerUnsold', 'developerUndelivered');

-- CreateEnum
CREATE TYPE "OwnerKind" AS ENUM ('person', 'organisation');

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "login_name" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "is_sample" BOOLEAN NOT NULL DEFAULT false,
    "owner_id" UUID,
    "disabled_at" TIMESTAMPTZ(3),
    "token_epoch" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "role_grant" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "role" "Role" NOT NULL,
    "place_id" UUID,
    "unit_id" UUID,
    "path" TEXT NOT NULL,
    "department" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "role_grant_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "refresh_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "place" (
    "id" UUID NOT NULL,
    "kind" "PlaceKind" NOT NULL,
    "parent_id" UUID,
    "path" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "place_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "unit" (
    "id" UUID NOT NULL,
    "estate_id" UUID NOT NULL,
    "building_id" UUID NOT NULL,
    "entrance_id" UUID,
    "label" TEXT NOT NULL,
    "use" "UnitUse" NOT NULL,
    "tenure" "UnitTenure" NOT NULL,
    "area_dm2" INTEGER NOT NULL,
    "path" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "unit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "owner" (
    "id" UUID NOT NULL,
    "kind" "OwnerKind" NOT NULL,
    "name" TEXT NOT NULL,
    "id_kind" TEXT,
    "id_hash" TEXT,
    "id_cipher" TEXT,
    "id_masked" TEXT,
    "phone_hash" TEXT,
    "phone_cipher" TEXT,
    "phone_masked" TEXT,
    "is_party_member" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "owner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ownership" (
    "id" UUID NOT NULL,
    "unit_id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "is_representative" BOOLEAN NOT NULL DEFAULT false,
    "from_on" DATE NOT NULL,
    "until_on" DATE,

    CONSTRAINT "ownership_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tenancy" (
    "id" UUID NOT NULL,
    "unit_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "phone_hash" TEXT,
    "phone_cipher" TEXT,
    "phone_masked" TEXT,

    CONSTRAINT "tenancy_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "register_import" (
    "id" UUID NOT NULL,
    "estate_id" UUID NOT NULL,
    "file_sha256" TEXT NOT NULL,
    "file_name" TEXT NOT NULL,
    "by_account_id" UUID NOT NULL,
    "status" TEXT NOT NULL,
    "summary" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "committed_at" TIMESTAMPTZ(3),

    CONSTRAINT "register_import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "register_import_row" (
    "import_id" UUID NOT NULL,
    "row_no" INTEGER NOT NULL,
    "verdict" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "issues" JSONB NOT NULL,

    CONSTRAINT "register_import_row_pkey" PRIMARY KEY ("import_id","row_no")
);

-- CreateTable
CREATE TABLE "unmask_record" (
    "id" UUID NOT NULL,
    "owner_id" UUID NOT NULL,
    "field" TEXT NOT NULL,
    "by_account_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "unmask_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "process" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "estate_id" UUID NOT NULL,
    "place_path" TEXT NOT NULL,
    "parent_id" UUID,
    "policy_id" TEXT NOT NULL,
    "policy_version" TEXT NOT NULL,
    "policy_hash" TEXT NOT NULL,
    "policy" JSONB NOT NULL,
    "calendar" JSONB NOT NULL,
    "launched_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "process_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "process_event" (
    "process_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "command_id" UUID NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" UUID,
    "authority" TEXT,
    "channel" TEXT NOT NULL,
    "assisted_by" UUID,
    "prev_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "process_event_pkey" PRIMARY KEY ("process_id","seq")
);

-- CreateTable
CREATE TABLE "process_view" (
    "process_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "estate_id" UUID NOT NULL,
    "place_path" TEXT NOT NULL,
    "phase" TEXT NOT NULL,
    "outcome" TEXT,
    "is_open" BOOLEAN NOT NULL,
    "is_suspended" BOOLEAN NOT NULL,
    "exclusive_key" TEXT,
    "seq" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "state" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "next_wake_at" TIMESTAMPTZ(3),

    CONSTRAINT "process_view_pkey" PRIMARY KEY ("process_id")
);

-- CreateTable
CREATE TABLE "obligation" (
    "id" UUID NOT NULL,
    "process_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "duty" TEXT NOT NULL,
    "party_kind" TEXT NOT NULL,
    "role" TEXT,
    "department" TEXT,
    "person_id" UUID,
    "place_path" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "is_provisional" BOOLEAN NOT NULL,
    "basis" TEXT NOT NULL,
    "rung" INTEGER NOT NULL DEFAULT 0,
    "reminded_count" INTEGER NOT NULL DEFAULT 0,
    "next_step_at" TIMESTAMPTZ(3),
    "opened_seq" INTEGER NOT NULL,
    "closed_seq" INTEGER,
    "closed_at" TIMESTAMPTZ(3),
    "closed_by" UUID,
    "closed_how" TEXT,

    CONSTRAINT "obligation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refused_command" (
    "id" UUID NOT NULL,
    "process_id" UUID NOT NULL,
    "command_id" UUID NOT NULL,
    "command_type" TEXT NOT NULL,
    "actor_id" UUID,
    "code" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "refused_command_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "command_receipt" (
    "command_id" UUID NOT NULL,
    "account_id" UUID,
    "operation" TEXT NOT NULL,
    "body_sha256" TEXT NOT NULL,
    "status" INTEGER,
    "response" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "command_receipt_pkey" PRIMARY KEY ("command_id")
);

-- CreateTable
CREATE TABLE "text_note" (
    "sha256" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "text_note_pkey" PRIMARY KEY ("sha256")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "process_id" UUID NOT NULL,
    "payload" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "available_at" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "last_error" TEXT,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outgoing_message" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "process_id" UUID NOT NULL,
    "obligation_key" TEXT NOT NULL,
    "template" TEXT NOT NULL,
    "channel" TEXT NOT NULL,
    "to_account_id" UUID,
    "to_owner_id" UUID,
    "place_path" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "sent_at" TIMESTAMPTZ(3),

    CONSTRAINT "outgoing_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "change" (
    "id" BIGSERIAL NOT NULL,
    "txid" BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint),
    "place_path" TEXT NOT NULL,
    "process_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "phase" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "change_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "account_login_name_key" ON "account"("login_name");

-- CreateIndex
CREATE INDEX "account_owner_id_idx" ON "account"("owner_id");

-- CreateIndex
CREATE INDEX "role_grant_account_id_idx" ON "role_grant"("account_id");

-- CreateIndex
CREATE INDEX "role_grant_role_path_idx" ON "role_grant"("role", "path");

-- CreateIndex
CREATE UNIQUE INDEX "session_refresh_hash_key" ON "session"("refresh_hash");

-- CreateIndex
CREATE INDEX "session_account_id_idx" ON "session"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "place_path_key" ON "place"("path");

-- CreateIndex
CREATE UNIQUE INDEX "place_parent_id_name_key" ON "place"("parent_id", "name");

-- CreateIndex
CREATE INDEX "unit_estate_id_building_id_idx" ON "unit"("estate_id", "building_id");

-- CreateIndex
CREATE INDEX "unit_path_idx" ON "unit"("path");

-- CreateIndex
CREATE UNIQUE INDEX "owner_id_hash_key" ON "owner"("id_hash");

-- CreateIndex
CREATE INDEX "owner_phone_hash_idx" ON "owner"("phone_hash");

-- CreateIndex
CREATE INDEX "ownership_unit_id_idx" ON "ownership"("unit_id");

-- CreateIndex
CREATE INDEX "ownership_owner_id_idx" ON "ownership"("owner_id");

-- CreateIndex
CREATE INDEX "tenancy_unit_id_idx" ON "tenancy"("unit_id");

-- CreateIndex
CREATE INDEX "register_import_estate_id_created_at_idx" ON "register_import"("estate_id", "created_at");

-- CreateIndex
CREATE INDEX "unmask_record_owner_id_idx" ON "unmask_record"("owner_id");

-- CreateIndex
CREATE INDEX "process_place_path_kind_idx" ON "process"("place_path", "kind");

-- CreateIndex
CREATE INDEX "process_parent_id_idx" ON "process"("parent_id");

-- CreateIndex
CREATE INDEX "process_event_command_id_idx" ON "process_event"("command_id");

-- CreateIndex
CREATE UNIQUE INDEX "process_view_exclusive_key_key" ON "process_view"("exclusive_key");

-- CreateIndex
CREATE INDEX "process_view_place_path_is_open_kind_idx" ON "process_view"("place_path", "is_open", "kind");

-- CreateIndex
CREATE INDEX "process_view_is_open_updated_at_idx" ON "process_view"("is_open", "updated_at");

-- CreateIndex
CREATE INDEX "obligation_place_path_closed_at_due_at_idx" ON "obligation"("place_path", "closed_at", "due_at");

-- CreateIndex
CREATE INDEX "obligation_role_closed_at_due_at_idx" ON "obligation"("role", "closed_at", "due_at");

-- CreateIndex
CREATE INDEX "obligation_person_id_closed_at_idx" ON "obligation"("person_id", "closed_at");

-- CreateIndex
CREATE UNIQUE INDEX "obligation_process_id_key_opened_seq_key" ON "obligation"("process_id", "key", "opened_seq");

-- CreateIndex
CREATE INDEX "refused_command_process_id_at_idx" ON "refused_command"("process_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "outbox_key_key" ON "outbox"("key");

-- CreateIndex
CREATE INDEX "outbox_done_at_available_at_idx" ON "outbox"("done_at", "available_at");

-- CreateIndex
CREATE UNIQUE INDEX "outgoing_message_key_key" ON "outgoing_message"("key");

-- CreateIndex
CREATE INDEX "outgoing_message_to_account_id_created_at_idx" ON "outgoing_message"("to_account_id", "created_at");

-- CreateIndex
CREATE INDEX "outgoing_message_place_path_created_at_idx" ON "outgoing_message"("place_path", "created_at");

-- CreateIndex
CREATE INDEX "change_txid_id_idx" ON "change"("txid", "id");

-- AddForeignKey
ALTER TABLE "role_grant" ADD CONSTRAINT "role_grant_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "place" ADD CONSTRAINT "place_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "place"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "unit" ADD CONSTRAINT "unit_estate_id_fkey" FOREIGN KEY ("estate_id") REFERENCES "place"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ownership" ADD CONSTRAINT "ownership_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ownership" ADD CONSTRAINT "ownership_owner_id_fkey" FOREIGN KEY ("owner_id") REFERENCES "owner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tenancy" ADD CONSTRAINT "tenancy_unit_id_fkey" FOREIGN KEY ("unit_id") REFERENCES "unit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "process_event" ADD CONSTRAINT "process_event_process_id_fkey" FOREIGN KEY ("process_id") REFERENCES "process"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "process_view" ADD CONSTRAINT "process_view_process_id_fkey" FOREIGN KEY ("process_id") REFERENCES "process"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "obligation" ADD CONSTRAINT "obligation_process_id_fkey" FOREIGN KEY ("process_id") REFERENCES "process"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
