/** Among more pictures the search for near copies takes longer than reading them; whoever wants it has the data checked. */
export const COMPARED_AT_ONCE = 20_000
