import { temporalBinary } from './services/temporal-binary';
void temporalBinary((l) => console.log(l)).then((p) => console.log(p), (e) => { console.error(e); process.exit(1); });
