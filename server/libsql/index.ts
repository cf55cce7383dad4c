/**
 * **Knows** the store that ships: one libsql file per process, group commit, and the tables of the port in SQL.
 * **Not here** what a store promises (`#server/store`); who uses it: only `server/commands` opens one, everyone else takes the port.
 * **Trust** the file is readable by its user alone, and a second process is kept off it by a lock that the system gives back when its holder dies.
 */
export { holdAlone, openDatabase, type Database } from './database.ts';
export { HELPER_FILE_SCHEMA, helperStoreOver, LEADER_SCHEMA, leaderStoreOver, openHelperStore, openLeaderStore, openWitnessStore } from './stores.ts';
