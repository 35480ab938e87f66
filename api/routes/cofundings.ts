// Proposes micro-projects at an estate and passes commands to them. What is refused is decided in domain/cofunding.
import { refuseCofundingCommand } from '../../store/cofunding/refuse-command';
import { processPlace } from '../../store/process-place';
import { storeTextsOf } from '../../store/texts';
import type { Tx } from '../../store/transaction';
import type { Handlers } from '../context';
import { cofundingOperations as rows } from '../contracts/cofundings';
import type { Deps } from '../deps';
import { createLauncher } from '../launch';
import { createSubmit } from '../submit';
import { registeredEstate } from './launches';

export function createCofundingRoutes(deps: Deps): Handlers<typeof rows> {
  const launch = createLauncher(deps);
  const submit = createSubmit(deps);
  return {
    launchCofunding: (asked, context) => {
      const { projectId, titleText, needText, commandId } = asked.body;
      const homeOf = async (tx: Tx) => {
        const estate = await registeredEstate(tx, asked.params.estateId);
        return { place: processPlace(estate), jurisdiction: estate.jurisdiction };
      };
      return launch(rows.launchCofunding, 'cofunding', projectId, asked, context, homeOf, async (_home, tx, at) => ({
        parentId: null,
        command: await storeTextsOf(tx, { titleText, needText }, { commandId, at }),
      }));
    },
    commandCofunding: ({ params: { processId }, body }, context) => {
      const { command } = body;
      const refusalOf = () =>
        command.type === 'settlePlan' || command.type === 'recordAcceptance'
          ? refuseCofundingCommand(deps.pool, processId, command)
          : Promise.resolve(undefined);
      return submit('cofunding', rows.commandCofunding, processId, body, context, refusalOf);
    },
  };
}
