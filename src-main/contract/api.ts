import type { CommandInput, CommandName, CommandOutput, EventPayload, EventTopic } from './contract.ts'

/** The whole application as its users see it: the renderer over a host, the command line directly. */
export interface GlassboxApi {
  /** @throws {GlassboxError} with a code, a sentence and a next step. */
  invoke<N extends CommandName>(name: N, input: CommandInput<N>): Promise<CommandOutput<N>>
  /** @returns a function that ends the subscription. */
  on<T extends EventTopic>(topic: T, listener: (payload: EventPayload<T>) => void): () => void
}
