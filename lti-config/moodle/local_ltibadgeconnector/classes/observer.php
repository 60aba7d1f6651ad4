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

use core\event\base;

/**
 * Notes what happened in the outbox: one short row in the transaction of the event, and nothing else.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
class observer {
    /**
     * A final grade changed. What it is now is read when the event is sent.
     *
     * @param base $event
     */
    public static function grade(base $event): void {
        self::add(outbox::GRADE_UPDATED, $event, (int) $event->other['itemid']);
    }

    /**
     * A grade is gone.
     *
     * @param base $event
     */
    public static function grade_deleted(base $event): void {
        self::add(outbox::GRADE_DELETED, $event, (int) $event->other['itemid']);
    }

    /**
     * An item of the gradebook changed: its grades may have been released, or count out of another maximum.
     *
     * @param base $event
     */
    public static function grade_item_updated(base $event): void {
        self::add(outbox::ITEM_CHANGED, $event, (int) $event->objectid);
        self::add(outbox::COURSE_CHANGED, $event);
    }

    /**
     * The state of an activity changed for one learner.
     *
     * @param base $event
     */
    public static function activity_completion(base $event): void {
        self::add(outbox::ACTIVITY_COMPLETION, $event, (int) $event->contextinstanceid, (int) $event->other['completionstate']);
    }

    /**
     * A learner met all criteria of the course.
     *
     * @param base $event
     */
    public static function course_completed(base $event): void {
        self::add(outbox::COURSE_COMPLETED, $event);
    }

    /**
     * A competency was rated, or evidence for it was added. Only what was said in a course concerns a course.
     *
     * @param base $event
     */
    public static function competency(base $event): void {
        $competency = (int) ($event->other['competencyid'] ?? 0);
        if ($competency && $event->courseid) {
            self::add(outbox::COMPETENCY_RATED, $event, $competency);
        }
    }

    /**
     * Somebody joined or left a course.
     *
     * @param base $event
     */
    public static function enrolment(base $event): void {
        self::add(outbox::ENROLMENT_CHANGED, $event);
    }

    /**
     * Somebody joined a group.
     *
     * @param base $event
     */
    public static function group_member_added(base $event): void {
        self::add(outbox::GROUP_MEMBERSHIP, $event, (int) $event->objectid, 1);
    }

    /**
     * Somebody left a group.
     *
     * @param base $event
     */
    public static function group_member_removed(base $event): void {
        self::add(outbox::GROUP_MEMBERSHIP, $event, (int) $event->objectid, 0);
    }

    /**
     * Somebody got or lost a role, which counts here in a course only.
     *
     * @param base $event
     */
    public static function role(base $event): void {
        if ($event->contextlevel == CONTEXT_COURSE) {
            self::add(outbox::ENROLMENT_CHANGED, $event);
        }
    }

    /**
     * A course was copied or restored from a backup.
     *
     * @param base $event
     */
    public static function course_restored(base $event): void {
        if (($event->other['type'] ?? '') === 'course') {
            self::add(outbox::COURSE_COPIED, $event, (int) ($event->other['originalcourseid'] ?? 0));
        }
    }

    /**
     * What a course assesses changed: the connector looks again.
     *
     * @param base $event
     */
    public static function course_changed(base $event): void {
        self::add(outbox::COURSE_CHANGED, $event);
    }

    /**
     * A course is gone, and with it whatever could still be said of it.
     *
     * @param base $event
     */
    public static function course_deleted(base $event): void {
        outbox::forget_course((int) $event->objectid);
    }

    /**
     * An account is gone, and with it whatever was to be said of it.
     *
     * @param base $event
     */
    public static function user_deleted(base $event): void {
        outbox::forget_user((int) $event->objectid);
    }

    /**
     * Adds one row.
     *
     * @param string $type
     * @param base $event
     * @param int $objectid
     * @param int|null $state
     */
    private static function add(string $type, base $event, int $objectid = 0, ?int $state = null): void {
        if ($event->is_restored() || !settings::is_ready() || !$event->courseid || $event->courseid == SITEID) {
            return;
        }
        outbox::add($type, $event->eventname, (int) $event->courseid, (int) $event->relateduserid, $objectid, $state,
            (int) $event->timecreated);
    }
}
