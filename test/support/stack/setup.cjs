// Before the stack tests: starts keeper.ts as a process of its own (jest's module system cannot load ES modules such as the
// PostgreSQL package) and tells the tests where it listens. It ends with jest, even if jest is killed: it watches our pipe.
const { spawn } = require('node:child_process');
const path = require('node:path');

module.exports = async () => {
  const keeper = spawn(process.execPath, ['--import', 'tsx', path.join(__dirname, 'keeper.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  globalThis.__GONGZHI_KEEPER__ = keeper;
  const line = await new Promise((resolve, reject) => {
    let text = '';
    keeper.stdout.on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text);
    });
    keeper.once('exit', (code) => reject(new Error(`The test stack did not start (exit code ${code}).`)));
  });
  process.env.GONGZHI_TEST_STACK = line.trim();
};
