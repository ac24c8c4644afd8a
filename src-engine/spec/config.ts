import * as z from 'zod'
import { DataSpec } from './data.ts'
import { NetworkSpec } from './network.ts'
import { TrainingSpec } from './training.ts'

/** Everything that decides a run's result, and the file format of `train --config`. */
export const RunConfig = z.strictObject({ data: DataSpec, network: NetworkSpec, training: TrainingSpec.prefault({}) })
export type RunConfig = z.infer<typeof RunConfig>
