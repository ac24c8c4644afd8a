import type { RunConfig } from '../../../src-engine/spec/config.ts'
import type { StoredDataset } from '../../storage/repositories/datasets.ts'
import type { PictureStatistics } from '../datasets/picture-statistics.ts'

/**
 * The config with what has to be known of the training split before a run begins.
 * @param keepsGiven a run that goes on with the weights of another sees pictures as that one saw them
 * @throws {GlassboxError} as `PictureStatistics.ofRun`
 */
export async function measureData(
  config: RunConfig,
  dataset: StoredDataset,
  statistics: PictureStatistics,
  keepsGiven: boolean,
): Promise<RunConfig> {
  const { data } = config
  if (!data.prepare) return config
  const { statistics: given, ...prepare } = data.prepare
  if (prepare.scale !== 'standardized') return { ...config, data: { ...data, prepare } }
  const measured = keepsGiven && given ? given : await statistics.ofRun(dataset, prepare, data.split)
  return { ...config, data: { ...data, prepare: { ...prepare, statistics: measured } } }
}
