// Ordered, append-only: a migration that was released is never edited.
import { type ColumnDefinitionBuilder, type Kysely, type Migration, type SqlBool, sql } from 'kysely'

/** Text that is compared must sort by code point in every database: SQLite's BINARY does, PostgreSQL needs COLLATE "C". */
export const migrations: Readonly<Record<string, Migration>> = {
  '001-first': {
    async up(db: Kysely<unknown>): Promise<void> {
      await db.schema
        .createTable('meta')
        .addColumn('key', 'text', (c) => c.primaryKey())
        .addColumn('value', 'text', (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('sources')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('url', 'text', (c) => c.notNull())
        .addColumn('host', 'text', (c) => c.notNull())
        .addColumn('priority', 'real', (c) => c.notNull())
        .addColumn('position', 'integer', (c) => c.notNull())
        .addColumn('joins', 'integer', (c) => c.notNull())
        .addColumn('rights', 'text', (c) => c.notNull())
        .addColumn('retired', 'integer', (c) => c.notNull())
        .addColumn('enabled', 'integer', (c) => c.notNull())
        .addColumn('has_article', 'integer', (c) => c.notNull())
        .addColumn('etag', 'text')
        .addColumn('last_modified', 'text')
        .addColumn('body_hash', 'text')
        .addColumn('failures', 'integer', (c) => c.notNull())
        .addColumn('last_poll_at', 'bigint')
        .addColumn('next_poll_at', 'bigint', (c) => c.notNull())
        .addColumn('first_success_at', 'bigint')
        .addColumn('outcome', 'text')
        .addColumn('code', 'text')
        .addColumn('message', 'text')
        .addColumn('lease_until', 'bigint', (c) => c.notNull())
        .addColumn('lease_id', 'text')
        .addColumn('lease_run', 'bigint')
        .execute()
      await db.schema
        .createTable('entries')
        .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('merged_into', 'integer')
        .addColumn('due', 'integer', (c) => c.notNull())
        .addColumn('article_state', 'text', (c) => c.notNull())
        .addColumn('article_attempts', 'integer', (c) => c.notNull())
        .addColumn('article_next_at', 'bigint', (c) => c.notNull())
        .addColumn('touched_at', 'bigint', (c) => c.notNull())
        .addColumn('ready_at', 'bigint')
        .addColumn('public_id', 'text', (c) => c.unique())
        .addColumn('path', 'text', (c) => c.unique())
        .addColumn('home', 'text')
        .addColumn('owner', 'text')
        .addColumn('published_at', 'bigint')
        .addColumn('listed', 'bigint')
        .addColumn('first_seen', 'bigint')
        .addColumn('date_published', 'bigint')
        .addColumn('date_origin', 'text')
        .addColumn('date_modified', 'bigint')
        .addColumn('revision', 'integer', (c) => c.notNull())
        .addColumn('title', 'text')
        .addColumn('url', 'text')
        .addColumn('summary', 'text')
        .addColumn('content_html', 'text')
        .addColumn('extra', 'text')
        .addColumn('page_wanted', 'integer', (c) => c.notNull())
        .addColumn('page_written', 'integer', (c) => c.notNull())
        .execute()
      await db.schema
        .createIndex('entries_order')
        .on('entries')
        .columns(['listed', 'date_published', 'public_id'])
        .where(sql<SqlBool>`state = 'published'`)
        .execute()
      await db.schema.createIndex('entries_due').on('entries').columns(['due']).where(sql<SqlBool>`due > 0`).execute()
      await db.schema
        .createIndex('entries_article')
        .on('entries')
        .columns(['article_next_at'])
        .where(sql<SqlBool>`article_state in ('due', 'failed')`)
        .execute()
      await db.schema
        .createIndex('entries_merged')
        .on('entries')
        .columns(['merged_into'])
        .where(sql<SqlBool>`merged_into is not null`)
        .execute()
      await db.schema.createIndex('entries_page').on('entries').columns(['id']).where(sql<SqlBool>`page_wanted > page_written`).execute()
      await db.schema
        .createTable('sightings')
        .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
        .addColumn('entry', 'integer', (c) => c.notNull().references('entries.id'))
        .addColumn('source', 'text', (c) => c.notNull())
        .addColumn('fingerprint', 'text', (c) => c.notNull())
        .addColumn('draft', 'text', (c) => c.notNull())
        .addColumn('titles', 'text', (c) => c.notNull())
        .addColumn('sketches', 'text', (c) => c.notNull())
        .addColumn('categories', 'text', (c) => c.notNull())
        .addColumn('is_public', 'integer', (c) => c.notNull())
        .addColumn('is_first_poll', 'integer', (c) => c.notNull())
        .addColumn('first_seen', 'bigint', (c) => c.notNull())
        .addColumn('last_seen', 'bigint', (c) => c.notNull())
        .addColumn('article', 'text')
        .execute()
      await db.schema.createIndex('sightings_entry').on('sightings').columns(['entry']).execute()
      await db.schema.createIndex('sightings_source').on('sightings').columns(['source', 'fingerprint']).execute()
      await db.schema
        .createTable('sighting_keys')
        .addColumn('key', 'text', (c) => c.notNull())
        .addColumn('sighting', 'integer', (c) => c.notNull().references('sightings.id').onDelete('cascade'))
        .addPrimaryKeyConstraint('sighting_keys_key', ['key', 'sighting'])
        .execute()
      await db.schema.createIndex('sighting_keys_sighting').on('sighting_keys').columns(['sighting']).execute()
      await db.schema
        .createTable('burnt_keys')
        .addColumn('key', 'text', (c) => c.notNull())
        .addColumn('scope', 'text', (c) => c.notNull())
        .addColumn('source', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('burnt_keys_key', ['key', 'scope', 'source'])
        .execute()
      await db.schema
        .createTable('vetoes')
        .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('source', 'text', (c) => c.notNull())
        .addColumn('key', 'text', (c) => c.notNull())
        .addColumn('scope', 'text', (c) => c.notNull())
        .addColumn('reason', 'text', (c) => c.notNull())
        .execute()
      await db.schema.createIndex('vetoes_key').on('vetoes').columns(['key', 'scope', 'source', 'reason']).unique().execute()
      await db.schema
        .createTable('revisions')
        .addColumn('entry', 'integer', (c) => c.notNull().references('entries.id'))
        .addColumn('revision', 'integer', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('content', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('revisions_key', ['entry', 'revision'])
        .execute()
      await db.schema
        .createTable('categories')
        .addColumn('slug', 'text', (c) => c.primaryKey())
        .addColumn('name', 'text', (c) => c.notNull())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('is_private', 'integer', (c) => c.notNull())
        .addColumn('is_automatic', 'integer', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('category_names')
        .addColumn('folded', 'text', (c) => c.primaryKey())
        .addColumn('slug', 'text', (c) => c.notNull().references('categories.slug'))
        .execute()
      await db.schema
        .createTable('memberships')
        .addColumn('slug', 'text', (c) => c.notNull().references('categories.slug'))
        .addColumn('entry', 'integer', (c) => c.notNull().references('entries.id'))
        .addColumn('listed', 'bigint', (c) => c.notNull())
        .addColumn('place', 'integer', (c) => c.notNull())
        .addColumn('because', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('memberships_key', ['slug', 'entry'])
        .execute()
      await db.schema.createIndex('memberships_entry').on('memberships').columns(['entry']).execute()
      await db.schema.createIndex('memberships_order').on('memberships').columns(['slug', 'listed']).execute()
      await db.schema
        .createTable('minted')
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('value', 'text', (c) => c.notNull())
        .addColumn('entry', 'integer', (c) => c.notNull())
        .addPrimaryKeyConstraint('minted_key', ['kind', 'value'])
        .execute()
      await db.schema
        .createTable('outputs')
        .addColumn('slug', 'text', (c) => c.primaryKey())
        .addColumn('wanted', 'integer', (c) => c.notNull())
        .addColumn('written', 'integer', (c) => c.notNull())
        .execute()
      await db.schema
        .createTable('polls')
        .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
        .addColumn('source', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('outcome', 'text', (c) => c.notNull())
        .addColumn('code', 'text')
        .addColumn('message', 'text')
        .addColumn('read', 'integer', (c) => c.notNull())
        .addColumn('new', 'integer', (c) => c.notNull())
        .addColumn('updated', 'integer', (c) => c.notNull())
        .addColumn('merged', 'integer', (c) => c.notNull())
        .addColumn('bytes', 'integer', (c) => c.notNull())
        .addColumn('ms', 'integer', (c) => c.notNull())
        .execute()
      await db.schema.createIndex('polls_source').on('polls').columns(['source', 'at']).execute()
    },
  },
  '002-polling': {
    async up(db: Kysely<unknown>): Promise<void> {
      const { schema } = db
      for (const column of ['last_whole_at', 'change_ms', 'last_change_at', 'ttl_ms', 'max_age_ms'])
        await schema.alterTable('sources').addColumn(column, 'bigint').execute()
      for (const column of ['adopted_url', 'moved_to']) await schema.alterTable('sources').addColumn(column, 'text').execute()
      for (const column of ['skip_hours', 'moved_times', 'is_gap', 'is_drifting', 'entries'])
        await schema.alterTable('sources').addColumn(column, 'integer', count).execute()
      await schema.createIndex('sources_due').on('sources').columns(['next_poll_at']).execute()
      await schema.createIndex('sources_visited').on('sources').columns(['last_poll_at']).execute()
      await schema.createIndex('sources_leased').on('sources').columns(['lease_until']).execute()

      await schema.alterTable('polls').addColumn('first_at', 'bigint', count).execute()
      await schema
        .alterTable('polls')
        .addColumn('times', 'integer', (c) => c.notNull().defaultTo(1))
        .execute()
      for (const column of ['is_gap', 'is_drifting']) await schema.alterTable('polls').addColumn(column, 'integer', count).execute()
      await schema.dropIndex('polls_source').execute()
      await schema.createIndex('polls_source').on('polls').columns(['source', 'id']).execute()
      await schema.createIndex('polls_at').on('polls').columns(['at']).execute()

      await schema
        .createTable('source_days')
        .addColumn('source', 'text', (c) => c.notNull())
        .addColumn('day', 'integer', (c) => c.notNull())
        .addColumn('new', 'integer', (c) => c.notNull())
        .addPrimaryKeyConstraint('source_days_key', ['source', 'day'])
        .execute()
      await schema
        .createTable('traffic')
        .addColumn('day', 'integer', (c) => c.notNull())
        .addColumn('host', 'text', (c) => c.notNull())
        .addColumn('requests', 'bigint', (c) => c.notNull())
        .addColumn('bytes', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('traffic_key', ['day', 'host'])
        .execute()
      await fillFromBefore(db)
    },
  },
  '003-telling': {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema.alterTable('sources').addColumn('delay_ms', 'bigint', count).execute()
      await schema.alterTable('sources').addColumn('fingerprint', 'text').execute()
      await schema
        .createTable('announced')
        .addColumn('source', 'text', (c) => c.notNull())
        .addColumn('condition', 'text', (c) => c.notNull())
        .addColumn('since', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('announced_key', ['source', 'condition'])
        .execute()
      await schema
        .createTable('deliveries')
        .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
        .addColumn('recipient', 'text', (c) => c.notNull())
        .addColumn('subject', 'text')
        .addColumn('message', 'text', (c) => c.notNull())
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('attempts', 'integer', (c) => c.notNull())
        .addColumn('next_at', 'bigint', (c) => c.notNull())
        .execute()
      await schema.createIndex('deliveries_due').on('deliveries').columns(['next_at', 'recipient']).execute()
      await schema.createIndex('deliveries_turn').on('deliveries').columns(['recipient', 'attempts', 'id']).execute()
      await schema.createIndex('deliveries_subject').on('deliveries').columns(['recipient', 'subject', 'id']).execute()
    },
  },
  '004-articles': {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema.alterTable('entries').addColumn('article_message', 'text').execute()
      await schema.alterTable('entries').addColumn('article_lease', 'text').execute()
      await schema.alterTable('entries').addColumn('article_lease_until', 'bigint', count).execute()
      await schema.dropIndex('entries_article').execute()
      await schema
        .createIndex('entries_article')
        .on('entries')
        .columns(['article_next_at'])
        .where(sql<SqlBool>`article_state in ('due', 'failed', 'recheck')`)
        .execute()
      await schema
        .createIndex('entries_article_leased')
        .on('entries')
        .columns(['article_lease'])
        .where(sql<SqlBool>`article_lease is not null`)
        .execute()
    },
  },
  '005-expectations': {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema.alterTable('sources').addColumn('expectations', 'text').execute()
    },
  },
  '006-followed': {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema
        .createTable('followed')
        .addColumn('list', 'text', (c) => c.notNull())
        .addColumn('url', 'text', (c) => c.notNull())
        .addColumn('title', 'text')
        .addColumn('folder', 'text')
        .addColumn('since', 'bigint', (c) => c.notNull())
        .addColumn('gone_at', 'bigint')
        .addPrimaryKeyConstraint('followed_key', ['list', 'url'])
        .execute()
    },
  },
  '007-expiry': {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      for (const column of ['title', 'attribution']) await schema.alterTable('sources').addColumn(column, 'text').execute()
      await schema
        .alterTable('sources')
        .addColumn('excerpt', 'integer', (c) => c.notNull().defaultTo(200))
        .execute()
      await schema.alterTable('sources').addColumn('expires_ms', 'bigint').execute()
      await schema.alterTable('entries').addColumn('expires_at', 'bigint').execute()
      await schema
        .createIndex('entries_expiry')
        .on('entries')
        .columns(['state', 'expires_at'])
        .where(sql<SqlBool>`expires_at is not null`)
        .execute()
    },
  },
  '008-sent': {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema.alterTable('sources').addColumn('sent_hash', 'text').execute()
    },
  },
  '009-archives': {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema
        .createTable('archive_pages')
        .addColumn('slug', 'text', (c) => c.notNull())
        .addColumn('month', 'text', (c) => c.notNull())
        .addColumn('page', 'integer', (c) => c.notNull())
        .addColumn('first_listed', 'bigint', (c) => c.notNull())
        .addColumn('first_published', 'bigint', (c) => c.notNull())
        .addColumn('first_id', 'text', (c) => c.notNull())
        .addColumn('last_listed', 'bigint', (c) => c.notNull())
        .addColumn('last_published', 'bigint', (c) => c.notNull())
        .addColumn('last_id', 'text', (c) => c.notNull())
        .addColumn('next_month', 'text')
        .addColumn('next_page', 'integer')
        .addColumn('is_gone', 'integer', count)
        .addColumn('is_behind', 'integer', count)
        .addColumn('wanted', 'integer', (c) => c.notNull())
        .addColumn('written', 'integer', (c) => c.notNull())
        .addPrimaryKeyConstraint('archive_pages_key', ['slug', 'month', 'page'])
        .execute()
      await schema.createIndex('archive_pages_stale').on('archive_pages').columns(['slug']).where(sql<SqlBool>`wanted > written`).execute()
      await schema.createIndex('archive_pages_behind').on('archive_pages').columns(['month']).where(sql<SqlBool>`is_behind = 1`).execute()
      await schema
        .createTable('archive_changes')
        .addColumn('slug', 'text', (c) => c.notNull())
        .addColumn('listed', 'bigint', (c) => c.notNull())
        .addColumn('is_forced', 'integer', (c) => c.notNull())
        .addColumn('times', 'integer', (c) => c.notNull())
        .addPrimaryKeyConstraint('archive_changes_key', ['slug', 'listed'])
        .execute()
      await schema
        .createTable('archive_traces')
        .addColumn('entry', 'integer', (c) => c.notNull().references('entries.id'))
        .addColumn('slug', 'text', (c) => c.notNull())
        .addColumn('listed', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('archive_traces_key', ['entry', 'slug', 'listed'])
        .execute()
    },
  },
  '010-registry': {
    async up(db: Kysely<unknown>): Promise<void> {
      const { schema } = db
      for (const column of ['moved_to', 'renamed_from', 'shown']) await schema.alterTable('categories').addColumn(column, 'text').execute()
      await schema.alterTable('categories').addColumn('was_public', 'integer', count).execute()
      await schema.alterTable('category_names').addColumn('name', 'text').execute()
      await schema.createIndex('category_names_slug').on('category_names').columns(['slug']).execute()
      await schema.createIndex('categories_private').on('categories').columns(['slug']).where(sql<SqlBool>`is_private = 1`).execute()
      await sql`update categories set was_public = 1 where state = 'active' and is_private = 0`.execute(db)
    },
  },
  '011-retractions': {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema
        .createTable('retractions')
        .addColumn('entry', 'integer', (c) => c.primaryKey().references('entries.id'))
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('why', 'text', (c) => c.notNull())
        .addColumn('by', 'text')
        .addColumn('is_silent', 'integer', (c) => c.notNull())
        .addColumn('is_recent', 'integer', (c) => c.notNull())
        .addColumn('is_public', 'integer', (c) => c.notNull())
        .addColumn('is_wiped', 'integer', (c) => c.notNull())
        .addColumn('was', 'text', (c) => c.notNull())
        .execute()
      await schema.createIndex('retractions_recent').on('retractions').columns(['at']).where(sql<SqlBool>`is_recent = 1`).execute()
      await schema
        .createTable('retracted_places')
        .addColumn('slug', 'text', (c) => c.notNull())
        .addColumn('entry', 'integer', (c) => c.notNull().references('entries.id'))
        .addColumn('listed', 'bigint', (c) => c.notNull())
        .addColumn('place', 'integer', (c) => c.notNull())
        .addColumn('because', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('retracted_places_key', ['entry', 'slug'])
        .execute()
    },
  },
  '012-output-feeds': {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema
        .alterTable('categories')
        .addColumn('kind', 'text', (c) => c.notNull().defaultTo('category'))
        .execute()
      await schema.alterTable('categories').addColumn('registered', 'text').execute()
      await schema
        .createTable('output_feeds')
        .addColumn('slug', 'text', (c) => c.primaryKey().references('categories.slug'))
        .addColumn('fingerprint', 'text', (c) => c.notNull())
        .addColumn('next', 'integer')
        .execute()
      await schema.alterTable('entries').addColumn('registered', 'text').execute()
      for (const column of ['registry_written', 'keys_wanted', 'keys_written'])
        await schema.alterTable('entries').addColumn(column, 'integer', count).execute()
      await schema
        .createIndex('entries_registry')
        .on('entries')
        .columns(['id'])
        .where(sql<SqlBool>`page_wanted > registry_written`)
        .execute()
      await schema.createIndex('entries_keys').on('entries').columns(['id']).where(sql<SqlBool>`keys_wanted > keys_written`).execute()
      await schema
        .createTable('claims')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('path', 'text')
        .addColumn('moved_to', 'text')
        .addColumn('line', 'text', (c) => c.notNull())
        .addColumn('entry', 'integer')
        .execute()
      await schema.createIndex('claims_path').on('claims').columns(['path']).execute()
      await schema.createIndex('claims_moved').on('claims').columns(['moved_to']).execute()
      await schema
        .createTable('claim_keys')
        .addColumn('key', 'text', (c) => c.notNull())
        .addColumn('claim', 'text', (c) => c.notNull().references('claims.id'))
        .addPrimaryKeyConstraint('claim_keys_key', ['key', 'claim'])
        .execute()
      await schema.createIndex('claim_keys_claim').on('claim_keys').columns(['claim']).execute()
    },
  },
  '013-publishing': {
    async up(db: Kysely<unknown>): Promise<void> {
      const { schema } = db
      await schema.alterTable('outputs').addColumn('entries', 'integer', count).execute()
      for (const column of ['updated', 'edge']) await schema.alterTable('outputs').addColumn(column, 'bigint').execute()
      await schema.alterTable('outputs').addColumn('signature', 'text').execute()
      await schema
        .createTable('published_files')
        .addColumn('folder', 'text', (c) => c.notNull())
        .addColumn('path', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('published_files_key', ['folder', 'path'])
        .execute()
      await schema
        .createTable('sitemap_days')
        .addColumn('day', 'integer', (c) => c.primaryKey())
        .addColumn('wanted', 'integer', (c) => c.notNull())
        .addColumn('written', 'integer', (c) => c.notNull())
        .addColumn('addresses', 'integer', (c) => c.notNull())
        .addColumn('modified', 'bigint')
        .execute()
      await schema.createIndex('entries_dates').on('entries').columns(['date_published']).where(sql<SqlBool>`state = 'published'`).execute()
      await sql`update outputs set
        entries = (select count(*) from memberships where memberships.slug = outputs.slug),
        updated = (select max(listed) from memberships where memberships.slug = outputs.slug)`.execute(db)
    },
  },
  '014-images': {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema
        .alterTable('sources')
        .addColumn('images', 'text', (c) => c.notNull().defaultTo('link'))
        .execute()
    },
  },
  '015-pause': {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      for (const column of ['paused_at', 'asked_at']) await schema.alterTable('sources').addColumn(column, 'bigint').execute()
      await schema.alterTable('sources').addColumn('is_asked_whole', 'integer', count).execute()
      for (const column of ['paused_at', 'asked_at'])
        await schema
          .createIndex(`sources_${column}`)
          .on('sources')
          .columns([column])
          .where(sql<SqlBool>`${sql.ref(column)} is not null`)
          .execute()
      await schema
        .alterTable('announced')
        .addColumn('is_told', 'integer', (c) => c.notNull().defaultTo(1))
        .execute()
      await schema
        .createTable('incidents')
        .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('event', 'text', (c) => c.notNull())
        .addColumn('subject', 'text', (c) => c.notNull())
        .addColumn('since', 'bigint', (c) => c.notNull())
        .addColumn('code', 'text')
        .addColumn('message', 'text')
        .addColumn('failures', 'integer', (c) => c.notNull())
        .execute()
      await schema.createIndex('incidents_at').on('incidents').columns(['at']).execute()
      await schema.createIndex('incidents_subject').on('incidents').columns(['subject', 'id']).execute()
      await schema.createIndex('source_days_day').on('source_days').columns(['day', 'new']).execute()
    },
  },
  '017-hub': {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema
        .createTable('hub_topics')
        .addColumn('path', 'text', (c) => c.primaryKey())
        .addColumn('slug', 'text', (c) => c.notNull())
        .addColumn('mark', 'text', (c) => c.notNull())
        .addColumn('version', 'text')
        .execute()
      await schema.createIndex('hub_topics_slug').on('hub_topics').columns(['slug']).execute()
      const asking = (table: string) =>
        schema
          .createTable(table)
          .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
          .addColumn('topic', 'text', (c) => c.notNull())
          .addColumn('callback', 'text', (c) => c.notNull())
          .addColumn('host', 'text', (c) => c.notNull())
          .addColumn('address', 'text', (c) => c.notNull())
          .addColumn('secret', 'text')
          .addColumn('taken_by', 'text')
          .addColumn('taken_until', 'bigint', (c) => c.notNull())
          .addUniqueConstraint(`${table}_key`, ['topic', 'callback'])
      await asking('hub_subscriptions')
        .addColumn('lease_until', 'bigint', (c) => c.notNull())
        .addColumn('delivered', 'text')
        .addColumn('is_due', 'integer', (c) => c.notNull())
        .addColumn('failures', 'integer', (c) => c.notNull())
        .addColumn('failing_since', 'bigint')
        .addColumn('next_at', 'bigint', (c) => c.notNull())
        .execute()
      await schema
        .createIndex('hub_subscriptions_due')
        .on('hub_subscriptions')
        .columns(['host', 'next_at'])
        .where(sql<SqlBool>`is_due = 1`)
        .execute()
      await schema.createIndex('hub_subscriptions_lease').on('hub_subscriptions').columns(['lease_until']).execute()
      await asking('hub_requests')
        .addColumn('kind', 'text', (c) => c.notNull())
        .addColumn('lease_ms', 'bigint', (c) => c.notNull())
        .addColumn('asked_at', 'bigint', (c) => c.notNull())
        .addColumn('round', 'integer', (c) => c.notNull())
        .addColumn('seen', 'text')
        .execute()
      for (const table of ['hub_subscriptions', 'hub_requests'])
        await schema.createIndex(`${table}_host`).on(table).columns(['host']).execute()
      await schema
        .createTable('hub_pings')
        .addColumn('hub', 'text', (c) => c.notNull())
        .addColumn('topic', 'text', (c) => c.notNull())
        .addColumn('version', 'text')
        .addColumn('failures', 'integer', (c) => c.notNull())
        .addColumn('next_at', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('hub_pings_key', ['hub', 'topic'])
        .execute()
    },
  },
  '018-push': {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema.alterTable('sources').addColumn('offer', 'text').execute()
      await schema.alterTable('sources').addColumn('pushed_until', 'bigint').execute()
      await schema.createIndex('sources_offers').on('sources').columns(['id']).where(sql<SqlBool>`offer is not null`).execute()
      await schema.alterTable('polls').addColumn('is_push', 'integer', count).execute()
      await schema
        .createTable('push_subscriptions')
        .addColumn('callback', 'text', (c) => c.primaryKey())
        .addColumn('source', 'text', (c) => c.notNull())
        .addColumn('hub', 'text', (c) => c.notNull())
        .addColumn('topic', 'text', (c) => c.notNull())
        .addColumn('server', 'text', (c) => c.notNull())
        .addColumn('secret', 'text', (c) => c.notNull())
        .addColumn('state', 'text', (c) => c.notNull())
        .addColumn('pending', 'text')
        .addColumn('lease_until', 'bigint')
        .addColumn('last_push_at', 'bigint')
        .addColumn('failures', 'integer', (c) => c.notNull())
        .addColumn('next_try_at', 'bigint', (c) => c.notNull())
        .execute()
      await schema.createIndex('push_subscriptions_source').on('push_subscriptions').columns(['source']).execute()
      await schema.createIndex('push_subscriptions_due').on('push_subscriptions').columns(['next_try_at']).execute()
      await schema
        .createTable('push_inbox')
        .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
        .addColumn('callback', 'text', (c) => c.notNull())
        .addColumn('source', 'text', (c) => c.notNull())
        .addColumn('received_at', 'bigint', (c) => c.notNull())
        .addColumn('content_type', 'text')
        .addColumn('bytes', 'integer', (c) => c.notNull())
        .addColumn('body', 'text', (c) => c.notNull())
        .execute()
      await schema.createIndex('push_inbox_source').on('push_inbox').columns(['source', 'bytes', 'id']).execute()
    },
  },
  '016-search': {
    async up(db: Kysely<unknown>): Promise<void> {
      const { schema } = db
      for (const column of ['search_written', 'search_replaced'])
        await schema.alterTable('entries').addColumn(column, 'integer', count).execute()
      await schema.createIndex('entries_search').on('entries').columns(['id']).where(sql<SqlBool>`page_wanted > search_written`).execute()
      await schema
        .createTable('search_texts')
        .addColumn('entry', 'integer', (c) => c.primaryKey().references('entries.id').onDelete('cascade'))
        .addColumn('publisher', 'text')
        .addColumn('title', 'text', (c) => c.notNull())
        .addColumn('text', 'text', (c) => c.notNull())
        .addColumn('is_erased', 'integer', count)
        .execute()
      await schema.createIndex('search_texts_publisher').on('search_texts').columns(['publisher']).execute()
      for (const statement of searchIndex) await statement.execute(db)
    },
  },
  '019-tokens': {
    async up(db: Kysely<unknown>): Promise<void> {
      const { schema } = db
      await schema
        .createTable('tokens')
        .addColumn('id', 'text', (c) => c.primaryKey())
        .addColumn('hash', 'text', (c) => c.notNull())
        .addColumn('slug', 'text')
        .addColumn('label', 'text')
        .addColumn('created_at', 'bigint', (c) => c.notNull())
        .addColumn('expires_at', 'bigint')
        .addColumn('used_day', 'integer')
        .execute()
      await schema
        .createTable('private_entries')
        .addColumn('entry', 'integer', (c) => c.primaryKey().references('entries.id'))
        .addColumn('public_id', 'text', (c) => c.notNull())
        .addColumn('path', 'text', (c) => c.notNull())
        .addColumn('owner', 'text', (c) => c.notNull())
        .addColumn('date_published', 'bigint', (c) => c.notNull())
        .addColumn('date_modified', 'bigint')
        .addColumn('first_seen', 'bigint', (c) => c.notNull())
        .addColumn('revision', 'integer', (c) => c.notNull())
        .addColumn('title', 'text')
        .addColumn('url', 'text')
        .addColumn('summary', 'text')
        .addColumn('content_html', 'text')
        .addColumn('extra', 'text')
        .execute()
      // Not unique: what is made public is given its id without a look at what is private, and may come back here.
      for (const column of ['public_id', 'path'])
        await schema.createIndex(`private_entries_${column}`).on('private_entries').columns([column]).execute()
      await schema
        .createTable('private_places')
        .addColumn('entry', 'integer', (c) => c.notNull().references('entries.id'))
        .addColumn('slug', 'text', (c) => c.notNull())
        .addColumn('listed', 'bigint', (c) => c.notNull())
        .addPrimaryKeyConstraint('private_places_key', ['entry', 'slug'])
        .execute()
      await schema.createIndex('private_places_order').on('private_places').columns(['slug', 'listed']).execute()
      await schema
        .createTable('private_documents')
        .addColumn('path', 'text', (c) => c.primaryKey())
        .addColumn('signature', 'text', (c) => c.notNull())
        .addColumn('modified_at', 'bigint', (c) => c.notNull())
        .execute()
      // Settling puts what private categories show where they are asked for; one sighting is of several categories only if it is a list.
      await sql`update entries set due = 1 where due = 0 and ready_at is not null and state in ('pending', 'published') and id in (
        select entry from sightings where is_public = 0 or categories like '%},{%')
        and exists (select 1 from categories where is_private = 1)`.execute(db)
    },
  },
  '020-prune': {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema.alterTable('sightings').addColumn('is_pruned', 'integer', count).execute()
      await schema
        .createTable('prunings')
        .addColumn('entry', 'integer', (c) => c.primaryKey().references('entries.id').onDelete('cascade'))
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('why', 'text', (c) => c.notNull())
        .addColumn('is_public', 'integer', (c) => c.notNull())
        .execute()
      await schema.createIndex('entries_expired').on('entries').columns(['id']).where(sql<SqlBool>`state = 'expired'`).execute()
    },
  },
  '021-answers': {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema
        .createTable('answers')
        .addColumn('id', 'integer', (c) => c.primaryKey().autoIncrement())
        .addColumn('source', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('bytes', 'integer', (c) => c.notNull())
        .addColumn('hash', 'text', (c) => c.notNull())
        .addColumn('about', 'text', (c) => c.notNull())
        .addColumn('fingerprints', 'blob', (c) => c.notNull())
        .addColumn('body', 'blob', (c) => c.notNull())
        .execute()
      await schema.createIndex('answers_source').on('answers').columns(['source', 'id', 'bytes']).execute()
      await schema
        .createTable('article_answers')
        .addColumn('sighting', 'integer', (c) => c.primaryKey().references('sightings.id').onDelete('cascade'))
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('bytes', 'integer', (c) => c.notNull())
        .addColumn('about', 'text', (c) => c.notNull())
        .addColumn('body', 'blob', (c) => c.notNull())
        .execute()
      await schema.createIndex('article_answers_age').on('article_answers').columns(['at', 'bytes']).execute()
      await schema.alterTable('sources').addColumn('rules', 'text').execute()
    },
  },
  '023-deletions': {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema.alterTable('retractions').addColumn('rule', 'text').execute()
      await schema
        .alterTable('sources')
        .addColumn('deletions', 'text', (c) => c.notNull().defaultTo('flag'))
        .execute()
      await schema
        .createTable('deletions')
        .addColumn('sighting', 'integer', (c) => c.primaryKey().references('sightings.id').onDelete('cascade'))
        .addColumn('source', 'text', (c) => c.notNull())
        .addColumn('how', 'text', (c) => c.notNull())
        .addColumn('since', 'bigint', (c) => c.notNull())
        .addColumn('noted_at', 'bigint', (c) => c.notNull())
        .addColumn('by', 'text')
        .addColumn('comment', 'text')
        .execute()
      await schema.createIndex('deletions_source').on('deletions').columns(['source']).execute()
      await schema
        .createTable('page_looks')
        .addColumn('sighting', 'integer', (c) => c.primaryKey().references('sightings.id').onDelete('cascade'))
        .addColumn('source', 'text', (c) => c.notNull())
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('gone_since', 'bigint')
        .execute()
      await schema.createIndex('page_looks_source').on('page_looks').columns(['source', 'at']).execute()
      await schema
        .createTable('removals')
        .addColumn('entry', 'integer', (c) => c.primaryKey().references('entries.id').onDelete('cascade'))
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('is_recent', 'integer', (c) => c.notNull())
        .execute()
      await schema.createIndex('removals_recent').on('removals').columns(['at']).where(sql<SqlBool>`is_recent = 1`).execute()
    },
  },
  '025-related': {
    async up(db: Kysely<unknown>): Promise<void> {
      const { schema } = db
      await schema.alterTable('entries').addColumn('related_written', 'integer', count).execute()
      await schema.createIndex('entries_related').on('entries').columns(['id']).where(sql<SqlBool>`page_wanted > related_written`).execute()
      await schema
        .createIndex('entries_related_again')
        .on('entries')
        .columns(['id'])
        .where(sql<SqlBool>`page_wanted > related_written and related_written > 0`)
        .execute()
      await schema
        .createTable('related_entries')
        .addColumn('entry', 'integer', (c) => c.primaryKey().references('entries.id').onDelete('cascade'))
        .addColumn('at', 'bigint', (c) => c.notNull())
        .addColumn('outlet', 'text', (c) => c.notNull())
        .addColumn('marks', 'text', (c) => c.notNull())
        .addColumn('fingerprint', 'text', (c) => c.notNull())
        .addColumn('grp', 'integer')
        .addColumn('shown', 'text')
        .execute()
      await schema
        .createIndex('related_entries_group')
        .on('related_entries')
        .columns(['grp'])
        .where(sql<SqlBool>`grp is not null`)
        .execute()
      await sql`create table related_marks (mark integer not null, week integer not null, entry integer not null,
        primary key (mark, week, entry)) without rowid`.execute(db)
      await sql`create table related_pairs (entry integer not null, other integer not null, kind text not null, share real not null,
        primary key (entry, other, kind)) without rowid`.execute(db)
      await schema
        .createTable('fold_slugs')
        .addColumn('slug', 'text', (c) => c.primaryKey())
        .execute()
      await sql`create table folds (slug text not null, entry integer not null, under integer, is_open integer not null,
        primary key (slug, entry)) without rowid`.execute(db)
      await schema.createIndex('folds_under').on('folds').columns(['under']).where(sql<SqlBool>`under is not null`).execute()
      await schema.createIndex('folds_entry').on('folds').columns(['entry']).execute()
      await schema.createIndex('folds_open').on('folds').columns(['slug']).where(sql<SqlBool>`is_open = 1`).execute()
      for (const statement of foldTriggers) await statement.execute(db)
    },
  },
  '024-import': {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema.alterTable('entries').addColumn('wished_path', 'text').execute()
      await schema
        .createTable('imported_posts')
        .addColumn('source', 'text', (c) => c.notNull())
        .addColumn('path', 'text', (c) => c.notNull())
        .addColumn('mark', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('imported_posts_key', ['source', 'path'])
        .execute()
    },
  },
  '022-corrections': {
    async up(db: Kysely<unknown>): Promise<void> {
      const { schema } = db
      await schema
        .createTable('corrections')
        .addColumn('at', 'bigint', (c) => c.primaryKey())
        .addColumn('by', 'text')
        .addColumn('kind', 'text', (c) => c.notNull())
        .execute()
      await schema
        .createTable('correction_keys')
        .addColumn('correction', 'bigint', (c) => c.notNull().references('corrections.at'))
        .addColumn('side', 'integer', (c) => c.notNull())
        .addColumn('anchor', 'integer', (c) => c.notNull())
        .addColumn('source', 'text', (c) => c.notNull())
        .addColumn('key', 'text', (c) => c.notNull())
        .addPrimaryKeyConstraint('correction_keys_key', ['correction', 'side', 'anchor', 'key'])
        .execute()
      await schema.createIndex('correction_keys_by_key').on('correction_keys').columns(['key']).execute()
    },
  },
  '026-digests': {
    async up({ schema }: Kysely<unknown>): Promise<void> {
      await schema
        .createTable('digests')
        .addColumn('slug', 'text', (c) => c.notNull())
        .addColumn('every', 'text', (c) => c.notNull())
        .addColumn('schedule', 'text')
        .addColumn('day', 'text')
        .addColumn('until', 'bigint')
        .addColumn('next_at', 'bigint')
        .addColumn('wanted', 'integer', count)
        .addColumn('written', 'integer', count)
        .addPrimaryKeyConstraint('digests_key', ['slug', 'every'])
        .execute()
      await schema
        .createTable('digest_editions')
        .addColumn('id', 'integer', (c) => c.primaryKey())
        .addColumn('slug', 'text', (c) => c.notNull())
        .addColumn('every', 'text', (c) => c.notNull())
        .addColumn('day', 'text', (c) => c.notNull())
        .addColumn('since', 'bigint', (c) => c.notNull())
        .addColumn('until', 'bigint', (c) => c.notNull())
        .addColumn('public_id', 'text', (c) => c.notNull())
        .addColumn('more', 'integer', (c) => c.notNull())
        .addColumn('wanted', 'integer', count)
        .addColumn('written', 'integer', count)
        .addUniqueConstraint('digest_editions_day', ['slug', 'every', 'day'])
        .execute()
      await schema
        .createIndex('digest_editions_stale')
        .on('digest_editions')
        .columns(['slug', 'every', 'day'])
        .where(sql<SqlBool>`wanted > written`)
        .execute()
      await schema
        .createTable('digest_entries')
        .addColumn('edition', 'integer', (c) => c.notNull().references('digest_editions.id'))
        .addColumn('place', 'integer', (c) => c.notNull())
        .addColumn('entry', 'integer', (c) => c.notNull())
        .addColumn('revision', 'integer', (c) => c.notNull())
        .addPrimaryKeyConstraint('digest_entries_key', ['edition', 'place'])
        .execute()
      await schema.createIndex('digest_entries_entry').on('digest_entries').columns(['entry']).execute()
    },
  },
}

function count(column: ColumnDefinitionBuilder): ColumnDefinitionBuilder {
  return column.notNull().defaultTo(0)
}

/** Of SQLite. Pieces of three characters and in which entries they stand. Deleting only marks them, which is cheap; erasing takes them out of every page. */
const searchIndex = [
  sql`create virtual table search_index using fts5(text, content='search_texts', content_rowid='entry',
    tokenize='trigram case_sensitive 1', detail=none, columnsize=0)`,
  sql`create virtual table search_titles using fts5(title, content='search_texts', content_rowid='entry',
    tokenize='trigram case_sensitive 1', detail=none, columnsize=0)`,
  sql`create virtual table search_terms using fts5vocab('search_index', 'instance')`,
  sql`create virtual table search_title_terms using fts5vocab('search_titles', 'instance')`,
  sql`create trigger search_texts_in after insert on search_texts begin
    insert into search_index(rowid, text) values(new.entry, new.text);
    insert into search_titles(rowid, title) values(new.entry, new.title);
  end`,
  sql`create trigger search_texts_out after delete on search_texts when old.is_erased = 0 begin
    insert into search_index(search_index, rowid, text) values('delete', old.entry, old.text);
    insert into search_titles(search_titles, rowid, title) values('delete', old.entry, old.title);
  end`,
  sql`create trigger search_texts_erased after delete on search_texts when old.is_erased = 1 begin
    insert into search_index(search_index, rank) values('secure-delete', 1);
    insert into search_titles(search_titles, rank) values('secure-delete', 1);
    insert into search_index(search_index, rowid, text) values('delete', old.entry, old.text);
    insert into search_titles(search_titles, rowid, title) values('delete', old.entry, old.title);
    insert into search_index(search_index, rank) values('secure-delete', 0);
    insert into search_titles(search_titles, rank) values('secure-delete', 0);
  end`,
]

/** What comes into a feed that folds is decided on before it is written there; wherever it comes from. */
const foldTriggers = [
  sql`create trigger folds_joined after insert on memberships when exists (select 1 from fold_slugs where slug = new.slug) begin
    insert or ignore into folds (slug, entry, under, is_open) values (new.slug, new.entry, null, 1);
  end`,
  sql`create trigger folds_moved after update of slug on memberships when old.slug <> new.slug begin
    update or ignore folds set slug = new.slug where slug = old.slug and entry = new.entry;
    delete from folds where slug = old.slug and entry = new.entry;
  end`,
  sql`create trigger folds_published after update of state on entries
    when new.state = 'published' and old.state <> 'published' and exists (select 1 from fold_slugs where slug = '') begin
    insert or ignore into folds (slug, entry, under, is_open) values ('', new.id, null, 1);
  end`,
]

/** What 002 keeps, from what 001 kept. */
async function fillFromBefore(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`update polls set first_at = at`,
    sql`insert into source_days (source, day, "new") select source, at / 86400000, sum("new") from polls where "new" > 0 group by 1, 2`,
    sql`update sources set last_change_at =
      coalesce((select max(at) from polls where polls.source = sources.id and "new" > 0), first_success_at)`,
    sql`update sources set entries =
      (select count(distinct entry) from sightings join entries on entries.id = sightings.entry
       where sightings.source = sources.id and entries.state = 'published')`,
  ]
  for (const statement of statements) await statement.execute(db)
}
