import { Injectable } from '@nestjs/common';
import { Database, logger, sql } from '#platform';
import { renderBody, RENDERER_VERSION } from '../rendering/index.js';

/** Texts of one transaction: a fifth of a second of rendering, so requests of the same process hardly notice. */
const batch = 100;

interface OldText {
  id: string;
  body: string;
}

/**
 * Renders texts again that an older renderer made. How far it has come is in the rows themselves, so it may stop anywhere,
 * go on in another process, and run twice. Nobody is told: the words are the same.
 */
@Injectable()
export class Rerendering {
  constructor(private readonly database: Database) {}

  /** @returns how many texts were rendered */
  async run(signal?: AbortSignal): Promise<number> {
    let done = 0;
    for (let last = batch; last === batch && !signal?.aborted; done += last) last = await this.next();
    if (done > 0) logger.info({ texts: done, rendererVersion: RENDERER_VERSION }, 'texts were rendered again');
    return done;
  }

  private next(): Promise<number> {
    return this.database.transaction(async (tx) => {
      const texts = await tx.rows<OldText>(sql`
        select id, body from revision where renderer_version < ${RENDERER_VERSION}
        order by renderer_version, id limit ${batch} for update skip locked`);
      if (texts.length === 0) return 0;
      const rendered = texts.map(({ id, body }) => {
        const { html, text } = renderBody(body);
        return { id, html, text };
      });
      // A post carries the text that is shown, or, before anything was, its newest; an empty place stays empty.
      await tx.run(sql`
        with fresh as (
          select * from jsonb_to_recordset(${JSON.stringify(rendered)}::jsonb) as x(id uuid, html text, text text)
        ), kept as (
          update revision r set body_html = case when r.state = 'ERASED' then '' else fresh.html end,
            body_text = case when r.state = 'ERASED' then '' else fresh.text end, renderer_version = ${RENDERER_VERSION}
          from fresh where r.id = fresh.id
          returning r.id, r.post_id
        )
        update post p set body_html = fresh.html, body_text = fresh.text
        from kept join fresh on fresh.id = kept.id
        where p.id = kept.post_id and p.body_html is not null and kept.id = coalesce(p.shown_revision_id, p.latest_revision_id)`);
      return texts.length;
    });
  }
}
