/** Whether a file of this name is a table of text; what it really holds, its reader says. */
export const isTableFile = (name: string): boolean => /\.(csv|tsv|tab|txt)$/i.test(name)
