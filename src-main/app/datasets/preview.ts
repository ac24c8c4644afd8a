import { inputShape, type PrepareSpec } from '../../../src-engine/spec/data.ts'
import type { PicturePreview } from '../../contract/types.ts'
import type { DatasetWorker } from '../../datasets/client.ts'
import type { StoredDataset, StoredItem } from '../../storage/repositories/datasets/stored.ts'
import { originalOf, refuseTable, type OriginalServices } from './original-of.ts'
import type { PictureStatistics } from './picture-statistics.ts'

interface PreviewServices extends OriginalServices {
  readonly worker: DatasetWorker
  readonly statistics: PictureStatistics
}

/**
 * A picture of a data set as a network would see it.
 * @throws {GlassboxError} as `originalOf`; `picture/…` when it cannot be decoded any more
 */
export async function previewOf(
  dataset: StoredDataset,
  item: StoredItem,
  asked: PrepareSpec,
  services: PreviewServices,
): Promise<PicturePreview> {
  refuseTable(dataset)
  const { prepare, isEstimate } = await withStatistics(dataset, asked, services.statistics)
  const bytes = await originalOf(dataset, item, services)
  const { pixels, tensor, tensorSha256 } = await services.worker.preview({ picture: { bytes }, prepare })
  const [height = 0, width = 0, channels = 0] = inputShape(prepare, undefined)
  const statistics = prepare.statistics ?? null
  return {
    ...{ pixels: pixels.slice(), shape: [height, width, channels], tensor: tensor.slice() },
    ...{ tensorSha256, statistics, isEstimate },
  }
}

async function withStatistics(
  dataset: StoredDataset,
  { statistics: given, ...prepare }: PrepareSpec,
  statistics: PictureStatistics,
): Promise<{ prepare: PrepareSpec; isEstimate: boolean }> {
  if (prepare.scale !== 'standardized') return { prepare, isEstimate: false }
  if (given) return { prepare: { ...prepare, statistics: given }, isEstimate: false }
  const { isEstimate, statistics: measured } = await statistics.of(dataset, prepare)
  return { prepare: { ...prepare, statistics: measured }, isEstimate }
}
