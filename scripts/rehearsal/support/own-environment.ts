/** A fresh installation on free ports, whatever servers the caller's environment names. */
export function ownEnvironment(): NodeJS.ProcessEnv {
  const { DATABASE_URL: _database, TEMPORAL_ADDRESS: _temporal, GONGZHI_MODE: _mode, ...rest } = process.env;
  return { ...rest, PORT: '0', GONGZHI_POSTGRES_PORT: '0', GONGZHI_TEMPORAL_PORT: '0', GONGZHI_TEMPORAL_UI_PORT: '0' };
}
