// What the record of a household (一户一册) is made of, and for what it may be opened.

/** Members, contacts, what is needed, state of health, medicines, dangers (gas, stairs, fire), and the rest. */
export const RECORD_SECTIONS = ['members', 'contacts', 'needs', 'health', 'medicines', 'risks', 'other'] as const;
/** Before a visit; after one; somebody is in danger; whoever visits changes; the class is looked at again. */
export const LOOK_PURPOSES = ['visit', 'followUp', 'emergency', 'handover', 'review'] as const;

export type RecordSection = (typeof RECORD_SECTIONS)[number];
export type LookPurpose = (typeof LOOK_PURPOSES)[number];
