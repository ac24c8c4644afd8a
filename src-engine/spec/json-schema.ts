import * as z from 'zod'
import { RunConfig } from './config.ts'
import { NetworkSpec } from './network.ts'

/**
 * JSON Schema (draft 2020-12) of what may stand in a run's config file: what editors need to complete and check one. What
 * has a default may be left out. Shapes that must fit each other cannot be said in it; `inferShapes` tells.
 */
export const configJsonSchema = (): object => z.toJSONSchema(RunConfig, { io: 'input' })

/** The same of a network alone. */
export const networkJsonSchema = (): object => z.toJSONSchema(NetworkSpec, { io: 'input' })
