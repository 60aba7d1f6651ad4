<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

namespace local_ltibadgeconnector;

/**
 * The table of events that wait, were sent, or were given up.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class outbox {
    /** The table. */
    public const TABLE = 'local_ltibadgeconnector_out';

    /** The final grade of an item or of the course changed. */
    public const GRADE_UPDATED = 'grade.updated';

    /** A grade is gone. */
    public const GRADE_DELETED = 'grade.deleted';

    /** An activity's completion changed. */
    public const ACTIVITY_COMPLETION = 'activity.completion';

    /** The course was completed. */
    public const COURSE_COMPLETED = 'course.completed';

    /** A competency was rated in the course. */
    public const COMPETENCY_RATED = 'competency.rated';

    /** Somebody joined or left a group. */
    public const GROUP_MEMBERSHIP = 'group.membership';

    /** Somebody joined or left. */
    public const ENROLMENT_CHANGED = 'enrolment.changed';

    /** The course is a copy of another. */
    public const COURSE_COPIED = 'course.copied';

    /** What the course assesses changed. */
    public const COURSE_CHANGED = 'course.changed';

    /** An administrator sends a test. */
    public const TEST = 'connection.test';

    /** Never sent: becomes one grade.updated for each grade of the item. */
    public const ITEM_CHANGED = 'item.changed';

    /** Waits. */
    public const WAITING = 0;

    /** The connector has it. */
    public const SENT = 1;

    /** Refused for good, or too old; an administrator may send it again. */
    public const GIVEN_UP = 2;

    /** Rows written at once. */
    private const CHUNK = 500;

    /**
     * Notes one event. Runs in the transaction of the event, so it is one insert and no more.
     *
     * @param string $type
     * @param string $eventname
     * @param int $courseid
     * @param int $userid
     * @param int $objectid
     * @param int|null $state
     * @param int $occurred
     * @param int $notbefore
     */
    public static function add(string $type, string $eventname, int $courseid, int $userid, int $objectid, ?int $state,
            int $occurred, int $notbefore = 0): void {
        global $DB;
        $DB->insert_record(self::TABLE, self::row($type, $eventname, $courseid, $userid, $objectid, $state, $occurred, $notbefore),
            false);
    }

    /**
     * Notes many events of one type.
     *
     * @param string $type
     * @param string $eventname
     * @param iterable $found Records with courseid, userid, objectid, state and occurred.
     * @return int How many.
     */
    public static function add_all(string $type, string $eventname, iterable $found): int {
        global $DB;
        $rows = [];
        $count = 0;
        foreach ($found as $one) {
            $rows[] = self::row($type, $eventname, (int) $one->courseid, (int) $one->userid, (int) $one->objectid,
                isset($one->state) ? (int) $one->state : null, (int) $one->occurred, 0);
            $count++;
            if (count($rows) === self::CHUNK) {
                $DB->insert_records(self::TABLE, $rows);
                $rows = [];
            }
        }
        if ($rows) {
            $DB->insert_records(self::TABLE, $rows);
        }
        return $count;
    }

    /**
     * What may be sent now, the oldest first.
     *
     * @param int $now
     * @param int $most
     * @return \stdClass[]
     */
    public static function due(int $now, int $most): array {
        global $DB;
        return $DB->get_records_select(self::TABLE, 'status = :status AND nextattempt <= :now',
            ['status' => self::WAITING, 'now' => $now], 'id', '*', 0, $most);
    }

    /**
     * Keeps what is said on the first attempt, because a retry with the same id must say the same.
     *
     * @param \stdClass $row
     * @param string $body
     */
    public static function keep_body(\stdClass $row, string $body): void {
        global $DB;
        $row->body = $body;
        $DB->set_field(self::TABLE, 'body', $body, ['id' => $row->id]);
    }

    /**
     * The connector has it. The body is not needed any more.
     *
     * @param \stdClass $row
     * @param int $now
     */
    public static function sent(\stdClass $row, int $now): void {
        self::update($row, ['status' => self::SENT, 'timesent' => $now, 'attempts' => $row->attempts + 1, 'problem' => null,
            'body' => null]);
    }

    /**
     * It is tried again later.
     *
     * @param \stdClass $row
     * @param int $at
     * @param string $problem
     */
    public static function postpone(\stdClass $row, int $at, string $problem): void {
        self::update($row, ['nextattempt' => $at, 'attempts' => $row->attempts + 1, 'problem' => self::short($problem)]);
    }

    /**
     * It is not tried again by itself.
     *
     * @param \stdClass $row
     * @param string $problem
     */
    public static function give_up(\stdClass $row, string $problem): void {
        self::update($row, ['status' => self::GIVEN_UP, 'attempts' => $row->attempts + 1, 'problem' => self::short($problem)]);
    }

    /**
     * Takes a row away that has nothing to say.
     *
     * @param \stdClass $row
     */
    public static function drop(\stdClass $row): void {
        global $DB;
        $DB->delete_records(self::TABLE, ['id' => $row->id]);
    }

    /**
     * Takes away the other waiting rows that would say the same of a course: "look again" need be said once.
     *
     * @param \stdClass $row The one that stays.
     */
    public static function drop_repetitions(\stdClass $row): void {
        global $DB;
        $DB->delete_records_select(self::TABLE,
            'courseid = :courseid AND type = :type AND objectid = :objectid AND status = :status AND attempts = 0 AND id <> :id',
            ['courseid' => $row->courseid, 'type' => $row->type, 'objectid' => $row->objectid, 'status' => self::WAITING,
                'id' => $row->id]);
    }

    /**
     * Makes one grade.updated for each grade of an item.
     *
     * @param \stdClass $row Of type ITEM_CHANGED.
     */
    public static function expand(\stdClass $row): void {
        global $DB;
        $grades = $DB->get_recordset_sql(
            'SELECT g.id, gi.courseid, g.userid, gi.id AS objectid, :occurred AS occurred
               FROM {grade_grades} g
               JOIN {grade_items} gi ON gi.id = g.itemid
              WHERE gi.id = :itemid AND g.finalgrade IS NOT NULL',
            ['itemid' => $row->objectid, 'occurred' => $row->occurred]);
        self::add_all(self::GRADE_UPDATED, $row->eventname, $grades);
        $grades->close();
        self::drop($row);
    }

    /**
     * Puts what was given up back into the queue.
     */
    public static function retry_given_up(): void {
        global $DB;
        $DB->execute('UPDATE {' . self::TABLE . '} SET status = :waiting, nextattempt = 0, attempts = 0, timecreated = :now
                       WHERE status = :givenup',
            ['waiting' => self::WAITING, 'now' => time(), 'givenup' => self::GIVEN_UP]);
    }

    /**
     * How many rows are in each state, and when the oldest that waits was made.
     *
     * @return \stdClass With waiting, sent, givenup and oldest.
     */
    public static function counts(): \stdClass {
        global $DB;
        $counts = $DB->get_records_sql_menu('SELECT status, COUNT(*) FROM {' . self::TABLE . '} GROUP BY status');
        return (object) [
            'waiting' => (int) ($counts[self::WAITING] ?? 0),
            'sent' => (int) ($counts[self::SENT] ?? 0),
            'givenup' => (int) ($counts[self::GIVEN_UP] ?? 0),
            'oldest' => (int) $DB->get_field(self::TABLE, 'MIN(timecreated)', ['status' => self::WAITING]),
        ];
    }

    /**
     * Forgets what was sent or given up long ago.
     *
     * @param int $sentbefore
     * @param int $givenupbefore
     */
    public static function clean_up(int $sentbefore, int $givenupbefore): void {
        global $DB;
        $DB->delete_records_select(self::TABLE, 'status = ? AND timesent < ?', [self::SENT, $sentbefore]);
        $DB->delete_records_select(self::TABLE, 'status = ? AND timecreated < ?', [self::GIVEN_UP, $givenupbefore]);
    }

    /**
     * Forgets a course that is gone.
     *
     * @param int $courseid
     */
    public static function forget_course(int $courseid): void {
        global $DB;
        $DB->delete_records(self::TABLE, ['courseid' => $courseid]);
    }

    /**
     * Forgets an account that is gone.
     *
     * @param int $userid
     */
    public static function forget_user(int $userid): void {
        global $DB;
        $DB->delete_records(self::TABLE, ['userid' => $userid]);
    }

    /**
     * A new row.
     *
     * @param string $type
     * @param string $eventname
     * @param int $courseid
     * @param int $userid
     * @param int $objectid
     * @param int|null $state
     * @param int $occurred
     * @param int $notbefore
     * @return \stdClass
     */
    private static function row(string $type, string $eventname, int $courseid, int $userid, int $objectid, ?int $state,
            int $occurred, int $notbefore): \stdClass {
        return (object) [
            'deliveryid' => 'msg_' . \core\uuid::generate(),
            'type' => $type,
            'eventname' => $eventname,
            'courseid' => $courseid,
            'userid' => $userid,
            'objectid' => $objectid,
            'state' => $state,
            'occurred' => $occurred,
            'status' => self::WAITING,
            'attempts' => 0,
            'nextattempt' => $notbefore,
            'timecreated' => time(),
        ];
    }

    /**
     * Writes some columns.
     *
     * @param \stdClass $row
     * @param array $values
     */
    private static function update(\stdClass $row, array $values): void {
        global $DB;
        $DB->update_record(self::TABLE, (object) (['id' => $row->id] + $values));
    }

    /**
     * Cuts a text to its column.
     *
     * @param string $problem
     * @return string
     */
    private static function short(string $problem): string {
        return \core_text::substr($problem, 0, 255);
    }
}
