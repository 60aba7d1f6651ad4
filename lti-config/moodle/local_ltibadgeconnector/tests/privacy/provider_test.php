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

namespace local_ltibadgeconnector\privacy;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/../connector_testcase.php');

use core_privacy\local\metadata\collection;
use core_privacy\local\request\approved_contextlist;
use core_privacy\local\request\approved_userlist;
use core_privacy\local\request\userlist;
use core_privacy\local\request\writer;
use local_ltibadgeconnector\connector_testcase;
use local_ltibadgeconnector\outbox;

/**
 * What people may ask about themselves.
 *
 * @package    local_ltibadgeconnector
 * @copyright  2026 LTI Badge Connector contributors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */
final class provider_test extends connector_testcase {
    /**
     * What leaves the site is named.
     *
     * @covers \local_ltibadgeconnector\privacy\provider
     */
    public function test_it_names_the_outbox_and_the_connector(): void {
        $collection = provider::get_metadata(new collection('local_ltibadgeconnector'));

        $this->assertCount(2, $collection->get_collection());
    }

    /**
     * Export and delete.
     *
     * @covers \local_ltibadgeconnector\privacy\provider
     */
    public function test_it_exports_and_deletes_what_is_noted_of_a_learner(): void {
        global $DB;
        $this->grade(17.5);
        $context = \context_course::instance($this->course->id);
        $this->assertEquals([$context->id], provider::get_contexts_for_userid($this->learner->id)->get_contextids());

        $list = new approved_contextlist($this->learner, 'local_ltibadgeconnector', [$context->id]);
        provider::export_user_data($list);
        $exported = writer::with_context($context)->get_data([get_string('pluginname', 'local_ltibadgeconnector')]);
        $this->assertContains('grade.updated', array_column($exported->events, 'type'));

        provider::delete_data_for_user($list);
        $this->assertEquals(0, $DB->count_records(outbox::TABLE, ['userid' => $this->learner->id]));
    }

    /**
     * By course.
     *
     * @covers \local_ltibadgeconnector\privacy\provider
     */
    public function test_it_finds_and_deletes_people_of_a_course(): void {
        global $DB;
        $this->grade(17.5);
        $context = \context_course::instance($this->course->id);
        $people = new userlist($context, 'local_ltibadgeconnector');
        provider::get_users_in_context($people);
        $this->assertContainsEquals($this->learner->id, $people->get_userids());

        provider::delete_data_for_users(new approved_userlist($context, 'local_ltibadgeconnector', [$this->learner->id]));
        $this->assertEquals(0, $DB->count_records(outbox::TABLE, ['userid' => $this->learner->id]));
        provider::delete_data_for_all_users_in_context($context);
        $this->assertEquals(0, $DB->count_records(outbox::TABLE, ['courseid' => $this->course->id]));
    }
}
