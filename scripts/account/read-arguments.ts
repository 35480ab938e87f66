// What a person typed after `npm run account --`, checked as the API would check it. Reads nothing but the words themselves.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { identityOperations } from '../../api/contracts/identity';
import { ConfigError } from '../../config/config';
import type { Role } from '../../domain/process';

export const USAGE = `usage: npm run account -- create --name LOGIN --role ROLE --place PLACE [--make-places]
                                 [--display NAME] [--department BODY] [--password-stdin]
       npm run account -- list
       npm run account -- disable --name LOGIN
       npm run account -- reset --name LOGIN [--password-stdin]

PLACE is an id, or names from the district down: 某区, 某区/某街道. --make-places adds those that are missing.
The password is drawn and shown once; --password-stdin reads it from standard input instead (one line).`;

export type AccountCommand =
  | {
      kind: 'create';
      account: { loginName: string; displayName: string; role: Role; department: string | null };
      place: string;
      makesPlaces: boolean;
      hasPassword: boolean;
    }
  | { kind: 'list' }
  | { kind: 'disable'; loginName: string }
  | { kind: 'reset'; loginName: string; hasPassword: boolean };

const OPTIONS = {
  name: { type: 'string' },
  role: { type: 'string' },
  place: { type: 'string' },
  display: { type: 'string' },
  department: { type: 'string' },
  'make-places': { type: 'boolean' },
  'password-stdin': { type: 'boolean' },
} as const;
type Option = keyof typeof OPTIONS;

const ALLOWED: Record<AccountCommand['kind'], readonly Option[]> = {
  create: ['name', 'role', 'place', 'display', 'department', 'make-places', 'password-stdin'],
  list: [],
  disable: ['name'],
  reset: ['name', 'password-stdin'],
};

/** Throws ConfigError with what is wrong and the usage. */
export function readArguments(args: string[]): AccountCommand {
  try {
    return commandOf(args);
  } catch (error) {
    throw new ConfigError(`${(error as Error).message}\n${USAGE}`);
  }
}

function commandOf(args: string[]): AccountCommand {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [kind, ...more] = positionals;
  if (kind === undefined || !isKind(kind) || more.length > 0)
    throw new Error(`one of ${Object.keys(ALLOWED).join(', ')} must be named`);
  const strange = Object.keys(values).find((option) => !ALLOWED[kind].includes(option as Option));
  if (strange !== undefined) throw new Error(`${kind} takes no --${strange}`);
  const needed = (option: 'name' | 'role' | 'place'): string => {
    const value = values[option];
    if (value === undefined) throw new Error(`${kind} needs --${option}`);
    return value;
  };
  const hasPassword = values['password-stdin'] ?? false;
  switch (kind) {
    case 'list':
      return { kind };
    case 'disable':
      return { kind, loginName: needed('name').toLowerCase() };
    case 'reset':
      return { kind, loginName: needed('name').toLowerCase(), hasPassword };
    case 'create': {
      const account = accountOf({
        loginName: needed('name'),
        displayName: values.display ?? needed('name'),
        role: needed('role'),
        department: values.department,
      });
      return { kind, account, place: needed('place'), makesPlaces: values['make-places'] ?? false, hasPassword };
    }
  }
}

const isKind = (word: string): word is AccountCommand['kind'] => word in ALLOWED;

const NAMED_IN_THE_CALL: Record<string, string> = {
  loginName: '--name',
  displayName: '--display',
  role: '--role',
  department: '--department',
};

function accountOf(typed: object): Extract<AccountCommand, { kind: 'create' }>['account'] {
  const parsed = identityOperations.createAccount.body.safeParse({ commandId: randomUUID(), ...typed });
  if (!parsed.success) {
    const lines = parsed.error.issues.map(
      ({ path, message }) => `${NAMED_IN_THE_CALL[String(path[0])] ?? 'account'}: ${message}`,
    );
    throw new Error(lines.join('\n'));
  }
  const { loginName, displayName, role, department } = parsed.data;
  return { loginName, displayName, role, department: department ?? null };
}
