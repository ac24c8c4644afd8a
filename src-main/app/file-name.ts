/** What every system takes as a name of a file. */
export const fileName = (name: string): string => name.replaceAll(/[\p{Cc}\\/:*?"<>|]/gu, '_').slice(0, 100)
