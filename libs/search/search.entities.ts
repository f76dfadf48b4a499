import { SearchDocumentRow, SearchIndexRow, SearchMarkRow, SearchWordRow } from './search-document.entity.js';

/** All tables of this library. */
export const searchEntities = [SearchDocumentRow, SearchWordRow, SearchMarkRow, SearchIndexRow];
