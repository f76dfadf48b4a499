import { Module } from '@nestjs/common';
import { ForumModule } from '#forum';
import { BoardEventsResolver } from './board-events.resolver.js';
import { BoardHub } from './board-hub.js';
import { EventViews } from './event-views.js';

@Module({ imports: [ForumModule], providers: [BoardEventsResolver, BoardHub, EventViews] })
export class RealtimeModule {}
