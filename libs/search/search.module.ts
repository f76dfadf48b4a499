import { Module, type OnModuleInit } from '@nestjs/common';
import { ForumModule } from '#forum';
import { Health } from '#platform';
import { FacetsService } from './facets.service.js';
import { SearchFeed } from './feed.js';
import { SearchFollower } from './follower.js';
import { HiddenSearch } from './hidden-search.js';
import { MeilisearchClients } from './meilisearch/client.js';
import { MeilisearchEngine } from './meilisearch/meilisearch-engine.js';
import { MeilisearchIndex } from './meilisearch/meilisearch-index.js';
import { MeilisearchPush } from './meilisearch/push.js';
import { WritingTurns } from './meilisearch/turns.js';
import { PostgresEngine } from './postgres/postgres-engine.js';
import { SearchWords } from './postgres/words.js';
import { ProgramLanguages } from './program-languages.js';
import { MeilisearchParts, SearchCheck } from './search-check.js';
import { SearchEngines } from './search-engines.js';
import { SearchRebuild } from './search-rebuild.js';
import { SearchResolver } from './search.resolver.js';
import { SearchService } from './search.service.js';

@Module({
  imports: [ForumModule],
  providers: [
    FacetsService,
    HiddenSearch,
    MeilisearchClients,
    MeilisearchEngine,
    MeilisearchIndex,
    MeilisearchParts,
    MeilisearchPush,
    PostgresEngine,
    ProgramLanguages,
    SearchCheck,
    SearchEngines,
    SearchFeed,
    SearchFollower,
    SearchRebuild,
    SearchResolver,
    SearchService,
    SearchWords,
    WritingTurns,
  ],
  exports: [MeilisearchEngine, PostgresEngine, SearchCheck, SearchEngines, SearchFollower, SearchRebuild],
})
export class SearchModule implements OnModuleInit {
  constructor(
    private readonly health: Health,
    private readonly meilisearch: MeilisearchEngine,
    private readonly engines: SearchEngines,
    private readonly check: SearchCheck,
  ) {}

  onModuleInit(): void {
    if (this.meilisearch.configured) this.health.watch('meilisearch', () => this.engines.health());
    this.health.watch('search', () => this.check.health());
  }
}
