// After the stack tests: closing its pipe tells the keeper to stop what it started.
module.exports = async () => {
  const keeper = globalThis.__GONGZHI_KEEPER__;
  if (keeper === undefined || keeper.exitCode !== null) return;
  await new Promise((resolve) => {
    keeper.once('exit', resolve);
    keeper.stdin.end();
  });
};
